<?php
defined( 'ABSPATH' ) || exit;

add_action(
	'admin_menu',
	function (): void {
		add_options_page( 'Guichet', 'Guichet', 'manage_options', 'guichet', 'guichet_print_settings' );
	}
);

add_action(
	'admin_init',
	function (): void {
		register_setting( 'guichet', GUICHET_OPTION, array( 'type' => 'array', 'sanitize_callback' => 'guichet_check_settings' ) );
	}
);

add_filter(
	'plugin_action_links_' . plugin_basename( __DIR__ . '/guichet.php' ),
	function ( array $links ): array {
		$link = sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'options-general.php?page=guichet' ) ), esc_html( guichet_word( 'settings' ) ) );
		return array_merge( array( $link ), $links );
	}
);

/** What is saved: what was sent when all of it is right, and what was there otherwise. */
function guichet_check_settings( $sent ): array {
	// WordPress calls this once more when the option is first created.
	static $checked = array();
	$former         = guichet_settings();
	$sent           = array_map( 'sanitize_text_field', array_merge( $former, is_array( $sent ) ? array_filter( $sent, 'is_string' ) : array() ) );
	$settings       = array_intersect_key( $sent, $former );
	if ( in_array( $settings, $checked, true ) ) {
		return $settings;
	}
	$settings['server']   = strtolower( rtrim( $settings['server'], '/' ) );
	$settings['position'] = 'left' === $settings['position'] ? 'left' : 'right';
	$settings['label']    = mb_substr( $settings['label'], 0, 80 );
	$fault                = guichet_find_fault( $settings );
	if ( '' === $fault && '' !== $settings['server'] && '' !== $settings['commune'] ) {
		$fault = guichet_ask_server( $settings );
	}
	if ( '' !== $fault ) {
		add_settings_error( GUICHET_OPTION, 'guichet', guichet_word( $fault ) );
		return $former;
	}
	$checked[] = $settings;
	return $settings;
}

/** The name of the words that say what is wrong, or nothing. */
function guichet_find_fault( array $settings ): string {
	// Without TLS only where WordPress itself says that it is tried on one machine.
	$scheme = 'local' === wp_get_environment_type() ? 'https?' : 'https';
	if ( '' !== $settings['server'] && ! preg_match( "~^$scheme://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$~", $settings['server'] ) ) {
		return 'bad-server';
	}
	if ( '' !== $settings['commune'] && ! preg_match( '~^[a-z0-9-]{1,80}$~', $settings['commune'] ) ) {
		return 'bad-commune';
	}
	$distance = '(1?[0-9]?[0-9]|200)';
	return '' === $settings['offset'] || preg_match( "~^$distance( $distance)?$~", $settings['offset'] ) ? '' : 'bad-offset';
}

/**
 * Asks the server whether it knows the commune, as a page of this site would: its answer says also whether this site is one of the commune's.
 * PHP asks, when an administrator saves; no page does.
 */
function guichet_ask_server( array $settings ): string {
	$site    = wp_parse_url( home_url() );
	$origin  = $site['scheme'] . '://' . $site['host'] . ( isset( $site['port'] ) ? ':' . $site['port'] : '' );
	$is_here = 'local' === wp_get_environment_type();
	$answer  = wp_remote_get(
		$settings['server'] . '/api/v1/communes/' . rawurlencode( $settings['commune'] ),
		array( 'timeout' => 5, 'redirection' => 0, 'limit_response_size' => 65536, 'reject_unsafe_urls' => ! $is_here, 'headers' => array( 'Origin' => $origin ) )
	);
	$status  = wp_remote_retrieve_response_code( $answer );
	if ( 403 === $status ) {
		return 'other-town';
	}
	if ( 404 === $status ) {
		return 'unknown';
	}
	if ( 200 !== $status ) {
		add_settings_error( GUICHET_OPTION, 'guichet-asked', guichet_word( 'unreachable' ), 'warning' );
	} elseif ( wp_remote_retrieve_header( $answer, 'access-control-allow-origin' ) !== $origin ) {
		add_settings_error( GUICHET_OPTION, 'guichet-asked', sprintf( guichet_word( 'unlisted' ), esc_html( $origin ) ), 'warning' );
	}
	return '';
}

function guichet_print_settings(): void {
	$settings = guichet_settings();
	echo '<div class="wrap"><h1>Guichet</h1><p>' . esc_html( guichet_word( 'intro' ) ) . '</p><form action="options.php" method="post">';
	settings_fields( 'guichet' );
	echo '<table class="form-table" role="presentation">';
	foreach ( array( 'server' => 'url', 'commune' => 'text', 'label' => 'text', 'offset' => 'text' ) as $name => $type ) {
		printf(
			'<tr><th scope="row"><label for="guichet-%1$s">%2$s</label></th><td><input class="regular-text" id="guichet-%1$s" name="guichet[%1$s]" type="%3$s" value="%4$s" aria-describedby="guichet-%1$s-help"><p class="description" id="guichet-%1$s-help">%5$s</p></td></tr>',
			esc_attr( $name ),
			esc_html( guichet_word( $name ) ),
			esc_attr( $type ),
			esc_attr( $settings[ $name ] ),
			esc_html( guichet_word( "$name-help" ) )
		);
	}
	printf( '<tr><th scope="row"><label for="guichet-position">%s</label></th><td><select id="guichet-position" name="guichet[position]">', esc_html( guichet_word( 'position' ) ) );
	foreach ( array( 'right', 'left' ) as $side ) {
		printf( '<option value="%s"%s>%s</option>', esc_attr( $side ), selected( $settings['position'], $side, false ), esc_html( guichet_word( $side ) ) );
	}
	echo '</select></td></tr></table><p>' . esc_html( guichet_word( 'shortcodes' ) ) . '</p>';
	submit_button();
	echo '</form></div>';
}
