import { Unavailable } from '#libs/kernel/errors.js';

/** The promise's value in time. What comes later is of no interest any more. @throws Unavailable when it does not come */
export const within = async <Value>(promise: Promise<Value>, ms: number, what: string): Promise<Value> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Unavailable(`${what} did not come within ${ms} ms.`)), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
