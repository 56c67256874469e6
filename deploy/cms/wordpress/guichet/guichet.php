<?php
/**
 * Plugin Name: Guichet
 * Description: L’assistant de la mairie sur les pages publiques : un lanceur, un cadre, un lien.
 * Version: 1.0.0
 * Requires at least: 5.9
 * Requires PHP: 7.4
 * License: EUPL-1.2
 * License URI: https://eupl.eu/1.2/fr/
 *
 * The EUPL-1.2 lets what is made with it be given under the GPL v2 or v3 (article 5 and its appendix).
 */

defined( 'ABSPATH' ) || exit;

const GUICHET_OPTION = 'guichet';

require __DIR__ . '/words.php';
if ( is_admin() ) {
	require __DIR__ . '/settings.php';
}

/** The settings, each a string; nothing is configured while server or commune is empty. */
function guichet_settings(): array {
	$none  = array( 'server' => '', 'commune' => '', 'label' => '', 'position' => 'right', 'offset' => '' );
	$saved = get_option( GUICHET_OPTION );
	return array_merge( $none, is_array( $saved ) ? array_intersect_key( $saved, $none ) : array() );
}

/** An address of the server for this commune; empty while nothing is configured. */
function guichet_address( string $path, array $parameters = array() ): string {
	$settings = guichet_settings();
	if ( '' === $settings['server'] || '' === $settings['commune'] ) {
		return '';
	}
	return $settings['server'] . $path . '?' . http_build_query( array( 'commune' => $settings['commune'] ) + $parameters, '', '&' );
}

/** Whether this page has the frame: it needs no launcher then. */
function guichet_has_frame( bool $now = false ): bool {
	static $has = false;
	$has        = $has || $now;
	return $has;
}

/** Public pages alone end with wp_footer: neither the administration, nor feeds, nor the sign-in have it. */
function guichet_print_launcher(): void {
	$settings = guichet_settings();
	$without  = guichet_address( '/sans-script' );
	if ( '' === $without || guichet_has_frame() ) {
		return;
	}
	$attributes = array( 'src' => esc_url( $settings['server'] . '/widget.js' ), 'id' => 'guichet-js', 'data-commune' => $settings['commune'] );
	foreach ( array( 'label', 'offset' ) as $name ) {
		if ( '' !== $settings[ $name ] ) {
			$attributes[ "data-$name" ] = $settings[ $name ];
		}
	}
	if ( 'left' === $settings['position'] ) {
		$attributes['data-position'] = 'left';
	}
	// WordPress escapes each attribute.
	wp_print_script_tag( $attributes + array( 'defer' => true ) );
	printf( '<noscript><p><a href="%s">%s</a></p></noscript>', esc_url( $without ), esc_html( guichet_word( 'without-script', get_locale() ) ) );
}
add_action( 'wp_footer', 'guichet_print_launcher', 20 );

/** [guichet hauteur="640"]: the chat in the page. */
function guichet_frame( $given ): string {
	$chosen  = shortcode_atts( array( 'hauteur' => '640' ), $given, 'guichet' );
	$address = guichet_address( '/embed', array( 'langue' => substr( get_locale(), 0, 2 ) ) );
	if ( '' === $address ) {
		return '';
	}
	guichet_has_frame( true );
	return sprintf(
		'<iframe src="%s" title="%s" width="100%%" height="%d" loading="lazy"></iframe>',
		esc_url( $address ),
		esc_attr( guichet_word( 'ask', get_locale() ) ),
		max( 320, min( 2000, absint( $chosen['hauteur'] ) ) )
	);
}
add_shortcode( 'guichet', 'guichet_frame' );

/** [guichet-lien]Écrire à la mairie[/guichet-lien]: a link that opens the launcher's panel, or the chat's own page. */
function guichet_link( $given, ?string $words = null ): string {
	$address = guichet_address( '/chat' );
	if ( '' === $address ) {
		return '';
	}
	$words = trim( (string) $words );
	return sprintf(
		'<a href="%s">%s</a>',
		esc_url( $address . '#guichet' ),
		'' === $words ? esc_html( guichet_word( 'ask', get_locale() ) ) : wp_kses_post( $words )
	);
}
add_shortcode( 'guichet-lien', 'guichet_link' );
