import ts from 'typescript';
import { isSpec, lineAt, type Source } from '../project.js';
import { type Rule, type Violation } from '../rule.js';

const DISABLING =
  /(?:eslint|oxlint)-(?:disable|enable)|@ts-(?:ignore|nocheck|expect-error)|prettier-ignore|(?:istanbul|c8|v8) ignore|\b(?:TODO|FIXME|XXX|HACK)\b/;

/** No check is switched off in a comment, and no work is left behind in one. Specs may state that something does not compile. */
export const comments: Rule = {
  name: 'comments',
  adr: '0002-architecture-held-as-tests',
  check: ({ sources }) => sources.filter(({ text }) => DISABLING.test(text)).flatMap(disabling),
};

const disabling = (source: Source): readonly Violation[] => {
  const found = new Map<number, Violation>();
  for (const { pos, end } of commentsOf(source)) {
    const match = DISABLING.exec(source.text.slice(pos, end));
    if (match === null || (match[0] === '@ts-expect-error' && isSpec(source.path))) continue;
    found.set(pos, {
      path: source.path,
      line: lineAt(source, pos + match.index),
      problem: `says ${match[0]}`,
      fix: 'do what the check or the comment asks for, or change the rule for everyone by an ADR',
    });
  }
  return [...found.values()];
};

/** Comments belong to no node: they stand before and after the tokens. */
const commentsOf = ({ tree, text }: Source): readonly ts.CommentRange[] => {
  const found: ts.CommentRange[] = [];
  const walk = (node: ts.Node) => {
    found.push(...(ts.getLeadingCommentRanges(text, node.pos) ?? []), ...(ts.getTrailingCommentRanges(text, node.end) ?? []));
    node.getChildren(tree).forEach(walk);
  };
  walk(tree);
  return found;
};
