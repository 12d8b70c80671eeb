/** Something did not work: what, and what to do about it. */
export class Failed extends Error {
  constructor(problem, advice) {
    super(`${problem}: ${advice}`);
  }
}

/** The machine lacks what an engine needs; nothing was tried. */
export class Missing extends Failed {}
