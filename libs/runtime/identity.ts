import { createHash } from 'node:crypto';
import { type CommandEnvelope } from '#libs/kernel/message.js';

/** Namespace of Rapport's name-based UUIDs. Never change it: event ids are derived from it for ever. */
const NAMESPACE = Buffer.from('6f1c1b0e8f6d5b0a9c55d8a4f0b3a7e2', 'hex');

/** A name-based UUID, version 5 (RFC 9562, section 5.5). */
export const uuidv5 = (name: string): string => {
  const hash = createHash('sha1').update(NAMESPACE).update(name, 'utf8').digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** The id of a command's n-th event, the same however often the command is handled. */
export const eventIdOf = (commandId: string, index: number): string => uuidv5(`${commandId}/${index}`);

/** JSON with sorted keys: one text for one value (RFC 8785 for what JSON can carry). */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
};

/**
 * What makes a command the same command: target, type, data, and what the caller said of its circumstances.
 * Who sends it and which way it came may differ between a command and its retry.
 */
export const commandHashOf = ({ stream, type, data, occurredAt, expectedVersion, note, evidence }: CommandEnvelope): string =>
  createHash('sha256').update(canonicalJson({ stream, type, data, occurredAt, expectedVersion, note, evidence })).digest('base64url');
