<?php
/**
 * @file
 * Runs the files of the Drupal module over minimal stand-ins of the classes that they call, and writes what came of it as JSON.
 *
 * Drupal itself comes from none of the registries that this project uses: what is seen here is what the module hands over and how Drupal's documentation
 * says that it is written, not what Drupal does with it.
 */

namespace Drupal\Core\Block {
  class BlockBase {
    public array $configuration;
    public function __construct() { $this->configuration = $this->defaultConfiguration(); }
    public function t($text) { return \Drupal::translated($text); }
  }
}

namespace Drupal\Core\Form {
  interface FormStateInterface {}
  class ConfigFormBase {
    public function config($name) { return \Drupal::config($name); }
    public function t($text, $arguments = []) { return strtr(\Drupal::translated($text), $arguments); }
    public function messenger() { return \Drupal::$warnings; }
    public function buildForm(array $form, FormStateInterface $form_state) { return $form; }
    public function validateForm(array &$form, FormStateInterface $form_state) {}
    public function submitForm(array &$form, FormStateInterface $form_state) {}
  }
}

namespace Drupal\Core {
  class Url {
    private function __construct(private string $address) {}
    public static function fromUri($address, $options) { return new self($address . '?' . http_build_query($options['query'])); }
    public function toString() { return $this->address; }
  }
}

namespace GuzzleHttp\Exception {
  interface GuzzleException extends \Throwable {}
  class ConnectException extends \RuntimeException implements GuzzleException {}
}

namespace {
  class Drupal {
    public static array $settings = ['server' => '', 'commune' => '', 'label' => '', 'position' => 'right', 'offset' => ''];
    public static bool $isAdmin = FALSE;
    public static string $origin;
    public static array $words;
    public static Warnings $warnings;
    public static function translated($text) { return self::$words[$text] ?? "[$text]"; }
    public static function config($name) { return new Settings(); }
    public static function service($name) { return new AdminContext(); }
    public static function request() { return new Request(); }
    public static function httpClient() { return new Client(); }
    public static function languageManager() { return new Language(); }
  }
  class Settings {
    public function get($name) { return Drupal::$settings[$name]; }
    public function set($name, $value) { Drupal::$settings[$name] = $value; return $this; }
    public function save() {}
  }
  class AdminContext { public function isAdminRoute() { return Drupal::$isAdmin; } }
  class Request { public function getSchemeAndHttpHost() { return Drupal::$origin; } }
  class Language {
    public function getCurrentLanguage() { return $this; }
    public function getId() { return 'fr'; }
  }
  class Warnings {
    public array $said = [];
    public function addWarning($text) { $this->said[] = $text; }
  }
  /** Asks for real. */
  class Client {
    public function request($method, $address, $options) {
      // The form wants TLS, which the server of a trial has not.
      $address = str_replace('https://127.0.0.1', 'http://127.0.0.1', $address);
      $words = ['method' => $method, 'timeout' => $options['timeout'], 'ignore_errors' => TRUE, 'header' => 'Origin: ' . $options['headers']['Origin']];
      if (@file_get_contents($address, FALSE, stream_context_create(['http' => $words])) === FALSE) {
        throw new GuzzleHttp\Exception\ConnectException();
      }
      return new Answer($http_response_header);
    }
  }
  class Answer {
    public function __construct(private array $lines) {}
    public function getStatusCode() { return (int) explode(' ', $this->lines[0])[1]; }
    public function getHeaderLine($name) {
      foreach ($this->lines as $line) {
        if (stripos($line, "$name: ") === 0) {
          return substr($line, strlen($name) + 2);
        }
      }
      return '';
    }
  }
  class FormState implements Drupal\Core\Form\FormStateInterface {
    public array $errors = [];
    public function __construct(private array $values) {}
    public function getValue($name) { return $this->values[$name]; }
    public function setValue($name, $value) { $this->values[$name] = $value; return $this; }
    public function setErrorByName($name, $text) { $this->errors[$name] = $text; }
    public function getErrors() { return $this->errors; }
  }
  function t($text) { return Drupal::translated($text); }

  /** As Drupal's documentation of `html_tag` and of attributes says. */
  function written(array $element): string {
    if (($element['#type'] ?? '') === 'link') {
      return sprintf('<a href="%s">%s</a>', htmlspecialchars($element['#url']->toString()), htmlspecialchars($element['#title']));
    }
    if (!isset($element['#tag'])) {
      return '';
    }
    $words = '';
    foreach ($element['#attributes'] ?? [] as $name => $value) {
      $words .= $value === TRUE ? " $name" : sprintf(' %s="%s"', $name, htmlspecialchars((string) $value));
    }
    $inner = array_filter($element, fn($name) => $name[0] !== '#', ARRAY_FILTER_USE_KEY);
    return "<{$element['#tag']}$words>" . implode('', array_map('written', $inner)) . "</{$element['#tag']}>";
  }

  /** What a page has. */
  function page(): array {
    $attachments = $bottom = [];
    guichet_page_attachments($attachments);
    guichet_page_bottom($bottom);
    $head = array_map(fn($one) => written($one[0]), $attachments['#attached']['html_head'] ?? []);
    return ['html' => implode('', [...$head, ...array_map('written', $bottom)]), 'tags' => $attachments['#cache']['tags']];
  }

  /** What the form says of values, and what it keeps of them. */
  function submitted(array $values): array {
    Drupal::$warnings = new Warnings();
    $form = [];
    $state = new FormState($values + ['label' => '', 'position' => 'right', 'offset' => '']);
    $screen = new Drupal\guichet\Form\SettingsForm();
    $shown = array_keys($screen->buildForm($form, $state));
    $screen->validateForm($form, $state);
    if (!$state->errors) {
      $screen->submitForm($form, $state);
    }
    return ['shown' => $shown, 'errors' => $state->errors, 'warnings' => Drupal::$warnings->said, 'kept' => Drupal::$settings];
  }

  $given = json_decode($argv[1], TRUE);
  Drupal::$origin = $given['origin'];
  $module = 'deploy/cms/drupal/guichet';
  preg_match_all('~^msgid "(.+)"\nmsgstr "(.+)"~m', file_get_contents("$module/translations/guichet.fr.po"), $lines);
  Drupal::$words = array_combine($lines[1], $lines[2]);
  require "$module/guichet.module";
  require "$module/src/Form/SettingsForm.php";
  require "$module/src/Plugin/Block/FrameBlock.php";
  $block = fn() => (new Drupal\guichet\Plugin\Block\FrameBlock())->build();

  $said = ['empty' => page()['html'] . written($block())];
  foreach ($given['forms'] as $values) {
    $said['forms'][] = submitted($values);
  }
  Drupal::$settings = $given['settings'];
  $said += ['page' => page(), 'block' => ['html' => written($block()), 'library' => $block()['#attached']['library']]];
  Drupal::$isAdmin = TRUE;
  $said['admin'] = page()['html'];
  echo "\n", json_encode($said);
}
