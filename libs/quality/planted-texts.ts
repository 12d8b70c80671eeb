import { type Plant } from './plant.js';

const file = (path: string, ...lines: readonly string[]) => ({ [path]: `${lines.join('\n')}\n` });

/** Texts that name what there is not. */
export const TEXTS: readonly Plant[] = [
  {
    rule: 'texts',
    title: 'U4: an error that sends people to a route that there is not',
    files: file('apps/cli/send.ts', "const fix = 'Send it to POST /v1/commands.';"),
    finds: 'apps/cli/send.ts:1 names the route /v1/commands, which there is not',
  },
  {
    rule: 'texts',
    title: 'U4: an error that sends people to a subcommand that there is not',
    files: file('libs/sqlite/open.ts', 'const fix = `Run rapport verify on it.`;', "const more = 'Or `rapport verify`.';"),
    finds: 'libs/sqlite/open.ts:2 names `rapport verify`, which there is not',
  },
  {
    rule: 'texts',
    title: 'U4: an option that a subcommand does not have',
    files: {
      'apps/cli/commands/kpis.ts': "program.command('kpis').option('--key <id>', 'whose');\n",
      'README.md': 'rapport is asked with `rapport kpis --keys 7`.\n',
    },
    finds: 'README.md:1 names `rapport kpis --keys`, which there is not',
  },
  {
    rule: 'texts',
    title: 'U4: a question that there is not',
    files: {
      'apps/cli/commands/ask.ts': "program.command('ask');\n",
      'README.md': 'It takes `rapport ask promises acme --risk-level high --as-of 2026-01-01`, and `rapport ask wishes acme`.\n',
    },
    finds: 'README.md:1 names `rapport ask wishes`, which there is not',
  },
  {
    rule: 'texts',
    title: 'U4: a rejection that names a field that there is not',
    files: file('libs/domain/policy/policy.ts', "const why = 'There is no such policy: check policyId and send it again.';"),
    finds: 'libs/domain/policy/policy.ts:1 names the field policyId, which there is not',
  },
  {
    rule: 'texts',
    title: 'U4: a rejection that names a command that there is not',
    files: file('libs/domain/risk/risk.ts', "const why = 'It is lost: win it back with StartWinBack first.';"),
    finds: 'libs/domain/risk/risk.ts:1 names the command or event StartWinBack, which there is not',
  },
];
