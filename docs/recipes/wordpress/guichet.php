<?php
/**
 * Plugin Name: Guichet
 * Description: Assistant de la mairie : une ligne de script dans chaque page du site.
 * Version: 1.0.0
 * Requires at least: 6.3
 * Requires PHP: 7.2
 * License: EUPL-1.2
 */

defined( 'ABSPATH' ) || exit;

// À régler : l’adresse de l’assistant (sans barre à la fin) et l’identifiant de la commune.
const GUICHET_SERVER = 'https://chat.ville.example.org';
const GUICHET_COMMUNE = 'ville';

add_action( 'wp_enqueue_scripts', function () {
	wp_enqueue_script( 'guichet', GUICHET_SERVER . '/widget.js', array(), null, array( 'strategy' => 'defer' ) );
} );

add_filter( 'wp_script_attributes', function ( $attributes ) {
	if ( 'guichet-js' === ( $attributes['id'] ?? '' ) ) {
		$attributes['data-commune'] = GUICHET_COMMUNE;
	}
	return $attributes;
} );

add_action( 'wp_footer', function () {
	$address = GUICHET_SERVER . '/sans-script?commune=' . rawurlencode( GUICHET_COMMUNE );
	printf( '<noscript><p><a href="%s">Poser une question à la mairie sans JavaScript</a></p></noscript>', esc_url( $address ) );
} );
