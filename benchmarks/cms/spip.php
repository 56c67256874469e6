<?php
// Publishes an article in the SPIP of a folder, by SPIP's own functions, and writes its number as JSON.
$given                  = json_decode( $argv[1], true );
$_SERVER['HTTP_HOST']   = preg_replace( '~^https?://~', '', $given['address'] );
$_SERVER['SERVER_NAME'] = 'localhost';
$_SERVER['REQUEST_URI'] = '/';
chdir( $given['folder'] );
require 'vendor/autoload.php';
require 'ecrire/inc_version.php';
include_spip( 'base/abstract_sql' );
$place = sql_insertq( 'spip_rubriques', array( 'titre' => 'Vie locale', 'statut' => 'publie', 'lang' => 'fr', 'date' => date( 'Y-m-d H:i:s' ) ) );
sql_updateq( 'spip_rubriques', array( 'id_secteur' => $place ), "id_rubrique=$place" );
$article = sql_insertq(
	'spip_articles',
	array( 'titre' => 'Mairie', 'texte' => $given['text'], 'statut' => 'publie', 'id_rubrique' => $place, 'id_secteur' => $place, 'lang' => 'fr', 'date' => date( 'Y-m-d H:i:s', time() - 86400 ) )
);
echo "\n", json_encode( array( 'version' => $GLOBALS['spip_version_branche'], 'article' => $article ) );
