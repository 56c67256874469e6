<?php

namespace Drupal\guichet\Plugin\Block;

use Drupal\Core\Block\BlockBase;
use Drupal\Core\Form\FormStateInterface;
use Drupal\Core\Url;

/**
 * The chat in a frame.
 *
 * @Block(
 *   id = "guichet_frame",
 *   admin_label = @Translation("Guichet"),
 *   category = @Translation("Guichet")
 * )
 */
class FrameBlock extends BlockBase {

  public function defaultConfiguration() {
    return ['height' => 640];
  }

  public function blockForm($form, FormStateInterface $form_state) {
    $form['height'] = [
      '#type' => 'number',
      '#title' => $this->t('Height, in pixels'),
      '#default_value' => $this->configuration['height'],
      '#min' => 320,
      '#max' => 2000,
    ];
    return $form;
  }

  public function blockSubmit($form, FormStateInterface $form_state) {
    $this->configuration['height'] = (int) $form_state->getValue('height');
  }

  public function build() {
    $settings = \Drupal::config('guichet.settings');
    $built = ['#cache' => ['tags' => ['config:guichet.settings'], 'contexts' => ['languages:language_interface']]];
    if (!$settings->get('server') || !$settings->get('commune')) {
      return $built;
    }
    $query = ['commune' => $settings->get('commune'), 'langue' => \Drupal::languageManager()->getCurrentLanguage()->getId()];
    return $built + [
      '#type' => 'html_tag',
      '#tag' => 'iframe',
      '#attributes' => [
        'src' => Url::fromUri($settings->get('server') . '/embed', ['query' => $query])->toString(),
        'title' => $this->t('Ask the town hall a question'),
        'width' => '100%',
        'height' => $this->configuration['height'],
        'loading' => 'lazy',
      ],
      '#attached' => ['library' => ['guichet/frame']],
    ];
  }

}
