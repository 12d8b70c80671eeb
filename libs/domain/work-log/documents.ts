/** Policies of how accounts are worked on. A part of `libs/domain/policy/documents.ts`, and like it a stored contract. */
import { days, integer, number, share, steps, subset, texts } from '../policy/fields.js';
import { type PlaybookName } from './messages.js';

/** Processes that leave a trace in an account's history, each with the steps that facts can show, in their usual order. */
export const PROCESS_STEPS = {
  order: ['recorded', 'delivered', 'invoiced'],
  complaint: ['recorded', 'acknowledged', 'resolved'],
  tender: ['entered', 'bid-submitted', 'outcome-recorded'],
  initiative: ['planned', 'announced', 'started', 'measured'],
  plan: ['shared', 'acknowledged'],
  'win-back': ['offer-made', 'answered'],
} as const;
export type ProcessName = keyof typeof PROCESS_STEPS;

const expected = <Name extends ProcessName>(name: Name) =>
  subset<string>(PROCESS_STEPS[name] as readonly string[], PROCESS_STEPS[name] as readonly string[]);

export const workPolicies = {
  /** Sections that a dossier needs, or `section/field`; the share of them that is enough, and after how many days one is stale. */
  dossier: {
    required: texts('general', 'organisation', 'finance', 'market', 'needs', 'competitors'),
    completenessMin: share(0.8),
    staleAfterDays: days(180),
  },
  /**
   * Value against time. High value are the accounts that make up the first `highValueShare` of net sales in the window, high time those
   * of the hours. Priority is size ^ `size` × ease ^ `ease`, times `roleFactor` where the account has a strategic role; an account whose
   * share of the hours is `mismatchFactor` times off its share of the priorities is over- or underserved. `halfHours`: hours at which half
   * of what an account can bring is reached.
   */
  'resource-allocation': {
    windowDays: days(365),
    highValueShare: share(0.8),
    highTimeShare: share(0.8),
    weights: { size: number(1, 0, 10), ease: number(1, 0, 10), roleFactor: number(1.5, 0, 10) },
    easeUnknown: share(0.5),
    mismatchFactor: number(2, 1, 100),
    halfHours: integer(40, 1, 10_000),
  },
  /** The steps of each playbook; those of `rebalance-power` are of two kinds: more communication, and benefit that is shown. */
  playbooks: {
    'transactional-stage': steps('find-decider', 'record-needs', 'first-review'),
    'value-stage': steps('review-goals', 'share-plan', 'brief-executives', 'start-joint-initiative'),
    'strategic-stage': steps('review-goals', 'agree-data-sharing', 'share-forecast', 'measure-joint-initiative'),
    'after-sale': steps('call-after-delivery', 'check-use', 'ask-next-need'),
    'rebalance-power': steps(
      'communication:agree-rhythm',
      'communication:inform-ahead',
      'mutual-benefit:brief',
      'mutual-benefit:confirm-value',
    ),
    'share-take': steps('find-rival-weakness', 'make-offer', 'ask-for-trial'),
    'growth-ride': steps('review-goals', 'plan-capacity', 'share-forecast'),
    'win-back': steps('ask-why', 'make-offer', 'ask-for-trial'),
  } satisfies Readonly<Record<PlaybookName, unknown>>,
  /** Steps that are expected of each process, in this order, and the days after which one that has begun and lacks a step is stuck. */
  process: {
    order: expected('order'),
    complaint: expected('complaint'),
    tender: expected('tender'),
    initiative: expected('initiative'),
    plan: expected('plan'),
    'win-back': expected('win-back'),
    stuckAfterDays: days(30),
  },
} as const;
