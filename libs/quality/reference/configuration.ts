import { settings } from '#libs/platform/configuration.js';
import { code, page, table } from './markdown.js';

/** Every environment variable, with its default and what it allows. */
export const renderConfiguration = (): string =>
  page(
    '# Configuration',
    'Environment variables, read once at the start; those that the environment lacks may stand in a file `.env` ([example](../../.env.example)). A wrong value stops the start and says what is allowed.',
    table(
      ['variable', 'default', 'meaning', 'allowed'],
      settings().map(({ name, fallback, meaning, allowed }) => [code(name), fallback === '' ? '' : code(fallback), meaning, allowed]),
    ),
  );
