<?php
defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $guichet_site ) {
		switch_to_blog( $guichet_site );
		delete_option( 'guichet' );
		restore_current_blog();
	}
} else {
	delete_option( 'guichet' );
}
