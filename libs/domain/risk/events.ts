import { type Day } from '#libs/kernel/message.js';
import { type ChurnReason, type Credit, type Money, type RiskLevel } from '../values.js';

/** Stored contract. `credit` is the owner of that time with the team of that time; it is absent where the event is older than the field. */
export type RiskEvents = {
  ChurnRiskFlagged: {
    readonly level: RiskLevel;
    readonly previous?: RiskLevel;
    readonly reasons: readonly ChurnReason[];
    /** `person`, or the policy version that raised it: `silence@2`. */
    readonly basis: string;
    readonly rationale?: string;
    readonly credit?: Credit;
  };
  ChurnRiskCleared: { readonly previous: RiskLevel; readonly reason: string };
  ContractRenewed: { readonly contractId: string; readonly until: Day; readonly value?: Money };
  AccountDeclaredLost: {
    readonly reasons: readonly ChurnReason[];
    readonly competitor?: string;
    readonly criterion: string;
    readonly credit?: Credit;
  };
  ChurnPostmortemRecorded: { readonly internal: readonly string[]; readonly external: readonly string[] };
  WinBackOpened: { readonly reason: string; readonly value?: Money };
  WinBackOfferMade: { readonly offerId: string; readonly kind: string; readonly cost?: Money };
  WinBackAnswerRecorded: { readonly offerId: string; readonly accepted: boolean; readonly remark?: string };
  AccountWonBack: { readonly reason?: string; readonly credit?: Credit };
};
