import { Unavailable } from '#libs/kernel/errors.js';

/** The promise's value in time. What comes later is of no interest any more. @throws Unavailable with the text when it does not come */
export const within = async <Value>(promise: Promise<Value>, ms: number, text: string): Promise<Value> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Unavailable(text)), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
