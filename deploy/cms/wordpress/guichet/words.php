<?php
defined( 'ABSPATH' ) || exit;

/** What is read of this plugin: French, and English for every other language. */
function guichet_word( string $name, ?string $locale = null ): string {
	static $words = array(
		'ask'            => array( 'Poser une question à la mairie', 'Ask the town hall a question' ),
		'without-script' => array( 'Poser votre question sans JavaScript', 'Ask your question without JavaScript' ),
		'settings'       => array( 'Réglages', 'Settings' ),
		'intro'          => array(
			'L’assistant paraît sur les pages publiques dès que l’adresse et la commune sont enregistrées. Rien n’est chargé avant, et aucun traceur n’est posé.',
			'The assistant appears on public pages once the address and the commune are saved. Nothing is loaded before, and there is no tracker.',
		),
		'server'         => array( 'Adresse du serveur', 'Address of the server' ),
		'server-help'    => array( 'Celle que donne l’installation, par exemple https://chat.ville.fr', 'The one of your installation, for instance https://chat.ville.fr' ),
		'commune'        => array( 'Identifiant de la commune', 'Id of the commune' ),
		'commune-help'   => array( 'En minuscules, par exemple saint-bourg', 'In lower case, for instance saint-bourg' ),
		'label'          => array( 'Mots du lanceur', 'Words of the launcher' ),
		'label-help'     => array( 'Laissez vide pour « Poser une question à la mairie ».', 'Leave empty for the usual words.' ),
		'position'       => array( 'Côté du lanceur', 'Side of the launcher' ),
		'right'          => array( 'À droite', 'On the right' ),
		'left'           => array( 'À gauche', 'On the left' ),
		'offset'         => array( 'Distance des bords', 'Distance from the edges' ),
		'offset-help'    => array( 'En pixels : 16, ou 16 80 pour 16 du côté et 80 du bas. Laissez vide pour 24.', 'In pixels: 16, or 16 80 for 16 from the side and 80 from the bottom. Leave empty for 24.' ),
		'shortcodes'     => array(
			'Dans une page : [guichet] pour l’assistant lui-même, [guichet-lien] pour un lien.',
			'In a page: [guichet] for the assistant itself, [guichet-lien] for a link.',
		),
		'bad-server'     => array( 'L’adresse du serveur doit commencer par https:// et ne contenir qu’un nom, comme https://chat.ville.fr. Rien n’a été changé.', 'The address must begin with https:// and have only a name, like https://chat.ville.fr. Nothing was changed.' ),
		'bad-commune'    => array( 'L’identifiant n’a que des minuscules, des chiffres et des tirets. Rien n’a été changé.', 'The id has only lower-case letters, digits and hyphens. Nothing was changed.' ),
		'bad-offset'     => array( 'La distance est un nombre, ou deux, de 0 à 200. Rien n’a été changé.', 'The distance is one number, or two, from 0 to 200. Nothing was changed.' ),
		'unknown'        => array( 'Ce serveur ne connaît pas cette commune. Rien n’a été changé.', 'This server does not know this commune. Nothing was changed.' ),
		'other-town'     => array( 'Ce site est déclaré pour une autre commune de ce serveur. Rien n’a été changé.', 'This site is declared for another commune of this server. Nothing was changed.' ),
		'unlisted'       => array( 'Enregistré, mais l’assistant ne paraîtra pas encore : ajoutez %s à « origins » de la commune.', 'Saved, but the assistant will not appear yet: add %s to the commune’s “origins”.' ),
		'unreachable'    => array( 'Enregistré, sans avoir pu joindre le serveur depuis ce site. Ouvrez une page publique pour voir si l’assistant paraît.', 'Saved, but this site could not reach the server. Open a public page to see whether the assistant appears.' ),
	);
	$locale = $locale ?? get_user_locale();
	return $words[ $name ][ 0 === strpos( $locale, 'fr' ) ? 0 : 1 ];
}
