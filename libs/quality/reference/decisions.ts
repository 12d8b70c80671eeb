import { type Project } from '../project.js';
import { page } from './markdown.js';

/** The list of decisions, by number. */
export const renderDecisions = ({ files }: Project): string =>
  page(
    '# Decisions',
    'Why the system is as it is: what was decided, what it costs, and which test holds it. A decision that is no longer true is replaced by a new one that names it.',
    [...files]
      .map(([path, text]) => ({ file: /^docs\/adr\/(\d{4}-.*\.md)$/.exec(path)?.[1], title: /^# (.*)$/m.exec(text)?.[1] }))
      .filter(({ file }) => file !== undefined)
      .map(({ file, title }) => `- [${title}](${file})`)
      .toSorted()
      .join('\n'),
  );
