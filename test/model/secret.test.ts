import { describe, expect, it } from 'vitest';
import { holdsSecret } from '../../src/model/secret.ts';

describe('a value that gives a secret away', () => {
  it.each([
    ['BOT', '123456789:AAFAKEfakeFAKEfakeFAKEfakeFAKEfake0'],
    ['X', 'sk-fake0fake0fake0fake0'],
    ['', 'Authorization: Bearer fake0fake0fake0fake0'],
    ['DATABASE_URL', 'postgres://u:fakefake@db.example.com/h'],
    ['TELEGRAM_BOT_TOKEN', 'fakefake'],
    ['api-key', 'fake0fake'],
    ['SLACK_WEBHOOK_URL', 'https://hooks.slack.com/services/T0/B0/fakefake'],
    ['SESSION', 'fake0fake0fake0fake0'],
  ])('%s=%s', (name, value) => expect(holdsSecret(name, value)).toBe(true));
});

describe('a value that does not', () => {
  it.each([
    ['TELEGRAM_BOT_TOKEN', ''],
    ['TELEGRAM_BOT_TOKEN', '<your-token>'],
    ['TELEGRAM_BOT_TOKEN', 'YOUR_TOKEN_HERE'],
    ['TELEGRAM_BOT_TOKEN', '$'.concat('{TOKEN}')],
    ['TELEGRAM_BOT_TOKEN', '$TOKEN'],
    ['TELEGRAM_BOT_TOKEN', '@TOKEN@'],
    ['TELEGRAM_BOT_TOKEN', 'changeme'],
    ['API_KEY', 'sk-xxxxxxxxxxxxxxxxxxxxxxxx'],
    ['API_KEY_FILE', '/run/secrets/key'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '/home/u/key.json'],
    ['API_KEY', '%d/api-key'],
    ['MAX_TOKENS', '4096'],
    ['USE_TOKEN', 'true'],
    ['AUTH_MODE', 'oauth'],
    ['SESSION_NAME', 'gateway'],
    ['AUTH_URL', 'https://login.lan/oauth2'],
    ['DATABASE_URL', 'postgres://u:<password>@db/h'],
    ['GIT_URL', 'ssh://git@github.com/o/r'],
    ['DESCRIPTION', 'Basic gateway'],
    ['PATH', '/usr/bin:/bin'],
  ])('%s=%s', (name, value) => expect(holdsSecret(name, value)).toBe(false));
});

it('is looked for in a value of any length, in the time of a short one', () => {
  expect(holdsSecret('X', 'M-'.repeat(2_000_000))).toBe(false);
});
