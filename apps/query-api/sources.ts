/** The token under which queries get the stores and the clock that they read. */
export const SOURCES = Symbol('Sources');
