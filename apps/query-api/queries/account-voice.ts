import { type VoiceFigures, voiceFigures } from '#libs/read-models/voice-register/figures.js';
import { voiceRegister } from '#libs/read-models/voice-register/voice-register.js';
import { type AsOf } from '../answers.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';

export type AccountVoiceAnswer = VoiceFigures & { readonly asOf: AsOf };

/** What an account needs, suggests and answers, how it wants to be served, and how it sees us. */
export const accountVoice = question({
  name: 'AccountVoice',
  path: '/v1/accounts/{id}/voice',
  summary: 'Unmet needs and their drift, desired against measured perception, suggestions, questions and the form of service they want',
  read: { register: voiceRegister },
  answer: async ({ register, id, spokenFor, moment, until, sources }): Promise<VoiceFigures> => {
    await demandAccount(sources.store, id, moment);
    const parts = await Promise.all(spokenFor.map((accountId) => Promise.all(KINDS.map((kind) => register.all({ kind, accountId })))));
    return voiceFigures(parts.flat(2), until);
  },
});

const KINDS = ['need', 'suggestion', 'question', 'position', 'service-form'] as const;
