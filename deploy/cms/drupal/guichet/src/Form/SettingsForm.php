<?php

namespace Drupal\guichet\Form;

use Drupal\Core\Form\ConfigFormBase;
use Drupal\Core\Form\FormStateInterface;
use GuzzleHttp\Exception\GuzzleException;

/**
 * The server, the commune and the looks of the launcher.
 */
class SettingsForm extends ConfigFormBase {

  const NAMES = ['server', 'commune', 'label', 'position', 'offset'];

  public function getFormId() {
    return 'guichet_settings';
  }

  protected function getEditableConfigNames() {
    return ['guichet.settings'];
  }

  public function buildForm(array $form, FormStateInterface $form_state) {
    $settings = $this->config('guichet.settings');
    $form['server'] = [
      '#type' => 'textfield',
      '#title' => $this->t('Address of the server'),
      '#description' => $this->t('The one of your installation, for instance https://chat.ville.fr'),
    ];
    $form['commune'] = [
      '#type' => 'textfield',
      '#title' => $this->t('Id of the commune'),
      '#maxlength' => 80,
    ];
    $form['label'] = [
      '#type' => 'textfield',
      '#title' => $this->t('Words of the launcher'),
      '#description' => $this->t('Leave empty for the usual words.'),
      '#maxlength' => 80,
    ];
    $form['position'] = [
      '#type' => 'select',
      '#title' => $this->t('Side of the launcher'),
      '#options' => ['right' => $this->t('On the right'), 'left' => $this->t('On the left')],
    ];
    $form['offset'] = [
      '#type' => 'textfield',
      '#title' => $this->t('Distance from the edges'),
      '#description' => $this->t('In pixels: 16, or 16 80 for 16 from the side and 80 from the bottom. Leave empty for 24.'),
    ];
    foreach (self::NAMES as $name) {
      $form[$name]['#default_value'] = $settings->get($name);
    }
    return parent::buildForm($form, $form_state);
  }

  public function validateForm(array &$form, FormStateInterface $form_state) {
    parent::validateForm($form, $form_state);
    $server = strtolower(rtrim(trim((string) $form_state->getValue('server')), '/'));
    $commune = trim((string) $form_state->getValue('commune'));
    $offset = trim((string) $form_state->getValue('offset'));
    $form_state->setValue('server', $server)->setValue('commune', $commune)->setValue('offset', $offset);
    if ($server !== '' && !preg_match('~^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?\z~', $server)) {
      $form_state->setErrorByName('server', $this->t('The address must begin with https:// and have only a name, like https://chat.ville.fr.'));
    }
    if ($commune !== '' && !preg_match('~^[a-z0-9-]{1,80}\z~', $commune)) {
      $form_state->setErrorByName('commune', $this->t('The id has only lower-case letters, digits and hyphens.'));
    }
    $distance = '(1?[0-9]?[0-9]|200)';
    if ($offset !== '' && !preg_match("~^$distance( $distance)?\z~", $offset)) {
      $form_state->setErrorByName('offset', $this->t('The distance is one number, or two, from 0 to 200.'));
    }
    if ($server !== '' && $commune !== '' && !$form_state->getErrors()) {
      $this->askServer($server, $commune, $form_state);
    }
  }

  /**
   * Asks the server whether it knows the commune, as a page of this site would.
   *
   * PHP asks, when an administrator saves; no page does.
   */
  private function askServer(string $server, string $commune, FormStateInterface $form_state): void {
    $origin = \Drupal::request()->getSchemeAndHttpHost();
    try {
      $answer = \Drupal::httpClient()->request('GET', "$server/api/v1/communes/" . rawurlencode($commune), [
        'timeout' => 5,
        'allow_redirects' => FALSE,
        'http_errors' => FALSE,
        'headers' => ['Origin' => $origin],
      ]);
      $status = $answer->getStatusCode();
    }
    catch (GuzzleException) {
      $status = 0;
    }
    if ($status === 404) {
      $form_state->setErrorByName('commune', $this->t('This server does not know this commune.'));
    }
    elseif ($status === 403) {
      $form_state->setErrorByName('commune', $this->t('This site is declared for another commune of this server.'));
    }
    elseif ($status !== 200) {
      $this->messenger()->addWarning($this->t('This site could not reach the server. Open a public page to see whether the assistant appears.'));
    }
    elseif ($answer->getHeaderLine('Access-Control-Allow-Origin') !== $origin) {
      $this->messenger()->addWarning($this->t('The assistant will not appear yet: add @origin to the commune’s “origins”.', ['@origin' => $origin]));
    }
  }

  public function submitForm(array &$form, FormStateInterface $form_state) {
    $settings = $this->config('guichet.settings');
    foreach (self::NAMES as $name) {
      $settings->set($name, (string) $form_state->getValue($name));
    }
    $settings->save();
    parent::submitForm($form, $form_state);
  }

}
