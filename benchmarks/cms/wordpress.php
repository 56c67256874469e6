<?php
// Does one thing by WordPress's own functions, in the folder and at the address that the words give, and writes what came of it as JSON.
$given                     = json_decode( $argv[1], true );
$_SERVER['HTTP_HOST']       = parse_url( $given['address'], PHP_URL_HOST ) . ':' . parse_url( $given['address'], PHP_URL_PORT );
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
if ( 'install' === $given['act'] ) {
	define( 'WP_INSTALLING', true );
	// No mail leaves.
	function wp_new_blog_notification() {}
}
require $given['folder'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

switch ( $given['act'] ) {
	case 'install':
		wp_install( 'Bourg', 'maire', 'maire@bourg.example', true, '', $given['password'] );
		update_option( 'WPLANG', 'fr_FR' );
		wp_insert_user( array( 'user_login' => 'lecteur', 'user_pass' => $given['password'], 'role' => 'subscriber' ) );
		$said = array( 'version' => get_bloginfo( 'version' ), 'theme' => (string) wp_get_theme() );
		break;
	case 'activate':
		$said = array( 'fault' => activate_plugin( 'guichet/guichet.php' ) );
		break;
	case 'page':
		$said = array( 'id' => wp_insert_post( array( 'post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Mairie', 'post_content' => $given['text'] ) ) );
		break;
	case 'find-fault':
		require WP_PLUGIN_DIR . '/guichet/settings.php';
		$said = array( 'fault' => guichet_find_fault( $given['settings'] ) );
		break;
	case 'option':
		$said = array( 'option' => get_option( 'guichet', null ) );
		break;
	case 'uninstall':
		deactivate_plugins( 'guichet/guichet.php' );
		uninstall_plugin( 'guichet/guichet.php' );
		$said = array( 'left' => $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%guichet%' OR option_value LIKE '%chat.ville%'" ) );
		break;
}
echo "\n", json_encode( $said );
