import { compose } from '#libs/kernel/aggregate.js';
import { type ActivePolicy, type Aggregate, type State } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { admit } from './admission.js';
import { amendments } from './amendments.js';
import { commerce } from './commerce/commerce.js';
import { cooperation } from './cooperation/cooperation.js';
import { creditOfCorrected } from './credit.js';
import { complaints } from './complaints/complaints.js';
import { declared } from './declared.js';
import { employee as employeeFacet } from './employee/employee.js';
import { messagesByCategory } from './messages.js';
import { interactions } from './interactions/interactions.js';
import { maturity, reviewFaults } from './maturity/maturity.js';
import { opportunities } from './opportunities/opportunities.js';
import { ownership } from './ownership/ownership.js';
import { type CalendarPolicy, POLICY_NAMES } from './policy/documents.js';
import { policy as policyFacet, type Policy, policyInForce } from './policy/policy.js';
import { type PortfolioEvents } from './portfolio/messages.js';
import { portfolio as portfolioFacet, rateFault } from './portfolio/portfolio.js';
import { profile } from './profile/profile.js';
import { ACCOUNT_STRUCTURE, accountCoordination, refuseShared } from './profile/structure.js';
import { promises } from './promises/promises.js';
import { relationship } from './relationship/relationship.js';
import { risk } from './risk/risk.js';
import { stakeholders } from './stakeholders/stakeholders.js';
import { targetFaults, team as teamFacet } from './team/team.js';
import { wallet } from './wallet/wallet.js';
import { voice } from './voice/voice.js';

const { account: ofAccount, employee: ofEmployee, team: ofTeam, portfolio: ofPortfolio } = messagesByCategory;

/** `account-<id>`: everything about one account, one gap-free history. */
export const account = compose(
  'account',
  [
    declared(profile, ofAccount.profile),
    declared(ownership, ofAccount.ownership),
    declared(stakeholders, ofAccount.stakeholders),
    declared(interactions, ofAccount.interactions),
    declared(relationship, ofAccount.relationship),
    declared(maturity, ofAccount.maturity),
    declared(cooperation, ofAccount.cooperation),
    declared(commerce, ofAccount.commerce),
    declared(wallet, ofAccount.wallet),
    declared(opportunities, ofAccount.opportunities),
    declared(promises, ofAccount.promises),
    declared(complaints, ofAccount.complaints),
    declared(voice, ofAccount.voice),
    declared(risk, ofAccount.risk),
  ],
  admit,
  { types: amendments, credit: creditOfCorrected, shared: refuseShared, facts: { check: ({ type }) => reviewFaults(type) } },
  accountCoordination,
);

/** `employee-<id>`: a person's particulars, memberships and capacity. */
export const employee = compose('employee', [declared(employeeFacet, ofEmployee.employee)], admit, {
  commands: { withdraw: 'WithdrawEmployeeFact', correct: 'CorrectEmployeeFact' },
});

/** `team-<id>`: a team and its targets. */
export const team = compose('team', [declared(teamFacet, ofTeam.team)], admit, {
  commands: { withdraw: 'WithdrawTeamFact', correct: 'CorrectTeamFact' },
  facts: { check: ({ data }) => targetFaults(data) },
});

/** `portfolio-company`: what holds for the company as a whole; its facts rest on no first one. */
export const portfolio = compose('portfolio', [declared(portfolioFacet, ofPortfolio.portfolio)], admit, {
  commands: { withdraw: 'WithdrawPortfolioFact', correct: 'CorrectPortfolioFact' },
  founded: false,
  facts: {
    check: ({ data }, _, context) => {
      const wrong = rateFault(data as PortfolioEvents['ExchangeRateSet'], context);
      return wrong ? [wrong] : [];
    },
  },
});

/** `policy-<name>`: the versions of a rule and when each is in force. */
export const policy = compose('policy', [policyFacet], admit);

/** All that the runtime decides and folds. */
export const aggregates: readonly Aggregate[] = [account, employee, team, portfolio, policy];

/** The streams that serialise changes to several streams: what a killed worker left half done is looked for in them. */
export const COORDINATION_STREAMS: readonly string[] = [ACCOUNT_STRUCTURE];

/** What the runtime asks of policies: their names, and which version of one is in force at a moment of decision. */
export const policyRules = {
  names: POLICY_NAMES,
  inForce: (state: State, name: string, at: Instant) => policyInForce(state['policy'] as Policy, name, at),
  timeZone: (lookUp: (name: string) => ActivePolicy): string => (lookUp('calendar').document as CalendarPolicy).timeZone,
};
