import { type Rule } from './rule.js';
import { capabilityTitles } from './rules/capability-titles.js';
import { comments } from './rules/comments.js';
import { cycles } from './rules/cycles.js';
import { documents } from './rules/documents.js';
import { environment } from './rules/environment.js';
import { exports } from './rules/exports.js';
import { imports } from './rules/imports.js';
import { decorators, noAny, noDefaultExports } from './rules/language.js';
import { purity } from './rules/purity.js';
import { reachability } from './rules/reachability.js';
import { dependencies, projects, topLevel } from './rules/repository.js';
import { fileSizes, functionSizes } from './rules/sizes.js';
import { names, noSkippedTests, unitSpecs } from './rules/specs.js';
import { texts } from './rules/texts.js';

/** Every agreement that this repository holds by a test. */
export const RULES: readonly Rule[] = [
  topLevel,
  projects,
  dependencies,
  imports,
  cycles,
  reachability,
  exports,
  purity,
  environment,
  decorators,
  noAny,
  noDefaultExports,
  comments,
  fileSizes,
  functionSizes,
  names,
  unitSpecs,
  noSkippedTests,
  capabilityTitles,
  documents,
  texts,
];
