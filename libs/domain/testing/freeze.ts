/** Freezes plain data in depth, so that a rule that changes what it was given fails. Objects of classes look after themselves. */
export const deepFreeze = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
  for (const part of Object.values(Object.freeze(value))) deepFreeze(part);
  return value;
};
