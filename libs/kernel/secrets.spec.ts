import { describe, expect, it } from '@jest/globals';
import { reasonIn, urlWithoutSecrets, withoutSecrets } from './secrets.js';

describe('a password in a URL', () => {
  it('is not shown, wherever in a text it stands, nor a part of it', () => {
    const text = 'kafka://a:b@k and mongodb://c:d@m:1, "esdb://e:f@g@h", http://e/f@g';
    expect(withoutSecrets(text)).toBe('kafka://***@k and mongodb://***@m:1, "esdb://***@h", http://e/f@g');
  });

  it('is not shown either where the URL is not well formed', () => {
    expect(urlWithoutSecrets('mongo://a:b/c d@e"f@host/db')).toBe('mongo://***@host/db');
    expect(reasonIn(new Error('no answer from esdb://a:b@c'))).toBe('no answer from esdb://***@c');
    expect(reasonIn('kafka://a:b@c')).toBe('kafka://***@c');
    expect(urlWithoutSecrets('sqlite:./data/a.db')).toBe('sqlite:./data/a.db');
  });
});
