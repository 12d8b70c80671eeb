import { describe, expect, it } from '@jest/globals';
import { type AccountEvents, eventDeclarations } from '#libs/domain/messages.js';
import { exampleOf } from '#libs/kernel/fields.js';
import { de } from './languages/de.js';
import { maturityTexts } from './testing/maturity-texts.js';
import { collaborationTexts } from './testing/collaboration-texts.js';
import { stakeholderTexts } from './testing/stakeholder-texts.js';
import { accountTexts } from './testing/account-texts.js';
import { tradeTexts } from './testing/trade-texts.js';
import { riskTexts } from './testing/risk-texts.js';
import { voiceTexts } from './testing/voice-texts.js';
import { type TextSamples } from './testing/text-samples.js';
import { designationSamples } from './testing/designation-samples.js';
import { workTexts } from './testing/work-texts.js';
import { textOf } from './texts.js';

const LANGUAGES = ['en', 'de'];

/** Of every event of an account: the least that it can say, the most, and how the most reads. */
const samples: TextSamples<AccountEvents> = {
  ...stakeholderTexts,
  ...maturityTexts,
  ...collaborationTexts,
  ...workTexts,
  ...designationSamples,
  ...accountTexts,
  ...tradeTexts,
  ...riskTexts,
  ...voiceTexts,
};

const READS_WELL = /^\S.*[.!?]$/;
const READS_BADLY = /undefined|null|NaN|\[object|\.\.| {2}|[{}]/;

describe('the words for an event', () => {
  it.each(Object.entries(samples))('read well: %s', (type, [bare, full, reads]) => {
    for (const language of LANGUAGES) {
      for (const data of [bare, full]) {
        const { title, summary } = textOf(type, data, language);
        expect(title).toMatch(/^\p{Lu}/u);
        expect(summary).toMatch(READS_WELL);
        expect(summary).not.toMatch(READS_BADLY);
      }
    }
    expect(textOf(type, full).summary).toBe(reads);
  });

  it.each(Object.entries(eventDeclarations))('are there for %s, whatever it says, in every language', (type, { fields }) => {
    const least = Object.fromEntries(Object.entries(exampleOf(fields)).filter(([name]) => !fields[name]!.optional));
    for (const language of LANGUAGES) {
      for (const data of [exampleOf(fields), least]) {
        const { summary } = textOf(type, data, language);
        expect(summary).toMatch(READS_WELL);
        expect(summary).not.toMatch(READS_BADLY);
      }
    }
  });

  it('are those of the language that is asked for, and English where it has none', () => {
    const made = { promiseId: 'p', what: 'Rückruf', due: '2026-03-01', promisedTo: 'Eva', credit: {} };
    expect(textOf('PromiseMade', made, 'de')).toEqual({ title: 'Zusage gegeben', summary: 'Rückruf, fällig am 2026-03-01, an Eva.' });
    expect(textOf('PromiseMade', made, 'fr')).toEqual(textOf('PromiseMade', made));
    expect(textOf('InteractionRecorded', { channel: 'call', credit: {} }, 'de').summary).toBe('Anruf.');
  });

  it('are the name of a type that a newer program has written', () => {
    expect(textOf('NobodyKnowsIt', { a: 1 })).toEqual({ title: 'NobodyKnowsIt', summary: '' });
    expect(textOf('constructor', {})).toEqual({ title: 'constructor', summary: '' });
  });

  it('take what people wrote as it is: braces and quotes are no format', () => {
    expect(textOf('AccountClosed', { reason: "{it} isn't <b>ours</b> #1" }).summary).toBe("{it} isn't <b>ours</b> #1.");
  });

  it('of German leave out no event', () => {
    expect(Object.keys(de.events).toSorted()).toEqual(Object.keys(eventDeclarations).toSorted());
  });
});
