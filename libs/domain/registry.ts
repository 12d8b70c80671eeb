import { compose } from '#libs/kernel/aggregate.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type ActivePolicy, type Aggregate, type Fault, type State } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { alerts } from './alerts/alerts.js';
import { admit } from './admission.js';
import { amendments } from './amendments.js';
import { commerce } from './commerce/commerce.js';
import { cooperation } from './cooperation/cooperation.js';
import { creditOfCorrected } from './credit.js';
import { complaints } from './complaints/complaints.js';
import { declared } from './declared.js';
import { refuseLoad, withLoads } from './designation/capacity.js';
import { designation } from './designation/designation.js';
import { employee as employeeFacet } from './employee/employee.js';
import { messagesByCategory } from './messages.js';
import { interactions } from './interactions/interactions.js';
import { maturity, reviewFaults } from './maturity/maturity.js';
import { opportunities } from './opportunities/opportunities.js';
import { ownership } from './ownership/ownership.js';
import { type CalendarPolicy, POLICY_NAMES, type PolicyName } from './policy/documents.js';
import { policy as policyFacet, type Policy, policyInForce, policyVersion } from './policy/policy.js';
import { type PortfolioEvents } from './portfolio/messages.js';
import { portfolio as portfolioFacet, rateFault } from './portfolio/portfolio.js';
import { runFault } from './portfolio/segmentation-run.js';
import { practice } from './practice/practice.js';
import { profile } from './profile/profile.js';
import { ACCOUNT_STRUCTURE, accountCoordination, refuseShared } from './profile/structure.js';
import { programs } from './programs/programs.js';
import { promises } from './promises/promises.js';
import { relationship } from './relationship/relationship.js';
import { resources } from './resources/resources.js';
import { risk } from './risk/risk.js';
import { skills } from './skills/skills.js';
import { stakeholders } from './stakeholders/stakeholders.js';
import { teamwork } from './teamwork/teamwork.js';
import { targetFaults, team as teamFacet } from './team/team.js';
import { value } from './value/value.js';
import { wallet } from './wallet/wallet.js';
import { voice } from './voice/voice.js';
import { work } from './work-log/work.js';

const { account: ofAccount, employee: ofEmployee, team: ofTeam, portfolio: ofPortfolio } = messagesByCategory;

/** `account-<id>`: everything about one account, one gap-free history. */
export const account = withLoads(
  compose(
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
      declared(teamwork, ofAccount.teamwork),
      declared(complaints, ofAccount.complaints),
      declared(voice, ofAccount.voice),
      declared(risk, ofAccount.risk),
      declared(designation, ofAccount.designation),
      declared(work, ofAccount['work-log']),
      declared(value, ofAccount.value),
      declared(resources, ofAccount.resources),
      declared(programs, ofAccount.programs),
      declared(alerts, ofAccount.alerts),
    ],
    admit,
    { types: amendments, credit: creditOfCorrected, shared: refuseShared, facts: { check: ({ type }) => reviewFaults(type) } },
    accountCoordination,
  ),
);

/** `employee-<id>`: a person's particulars, memberships and capacity. */
export const employee = compose('employee', [declared(employeeFacet, ofEmployee.employee), declared(skills, ofEmployee.skills)], admit, {
  commands: { withdraw: 'WithdrawEmployeeFact', correct: 'CorrectEmployeeFact' },
  shared: refuseLoad,
});

/** `team-<id>`: a team and its targets. */
export const team = compose('team', [declared(teamFacet, ofTeam.team)], admit, {
  commands: { withdraw: 'WithdrawTeamFact', correct: 'CorrectTeamFact' },
  facts: { check: ({ data }) => targetFaults(data) },
});

/** `portfolio-company`: what holds for the company as a whole; its facts rest on no first one. */
export const portfolio = compose(
  'portfolio',
  [declared(portfolioFacet, ofPortfolio.portfolio), declared(practice, ofPortfolio.practice)],
  admit,
  {
    commands: { withdraw: 'WithdrawPortfolioFact', correct: 'CorrectPortfolioFact' },
    founded: false,
    facts: {
      check: ({ type, data }, at, context) => {
        if (type === 'ExchangeRateSet') return faultsOf(rateFault(data as PortfolioEvents['ExchangeRateSet'], context));
        if (type !== 'SegmentationPublished') return [];
        return faultsOf(runFault(data as PortfolioEvents['SegmentationPublished'], dayIn(context.timeZone, at)));
      },
    },
  },
);

const faultsOf = (fault: Fault | undefined): readonly Fault[] => (fault === undefined ? [] : [fault]);

/** `policy-<name>`: the versions of a rule and when each is in force. */
export const policy = compose('policy', [policyFacet], admit);

/** All that the runtime decides and folds. */
export const aggregates: readonly Aggregate[] = [account, employee, team, portfolio, policy];

/** The streams that serialise changes to several streams: what a killed worker left half done is looked for in them. */
export const COORDINATION_STREAMS: readonly string[] = [ACCOUNT_STRUCTURE];

/** What the runtime and the query side ask of policies: their names, which version of one is in force at a moment, and any one by its number. */
export const policyRules = {
  names: POLICY_NAMES,
  inForce: (state: State, name: string, at: Instant) => policyInForce(state['policy'] as Policy, name, at),
  version: (state: State, name: PolicyName, version: number) => policyVersion(state['policy'] as Policy, name, version),
  timeZone: (lookUp: (name: string) => ActivePolicy): string => (lookUp('calendar').document as CalendarPolicy).timeZone,
};
