import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { v5 as uuidv5 } from 'uuid';
import { type CommandEnvelope, type NewEvent } from '#libs/kernel/message.js';

/** Namespace of Rapport's name-based UUIDs. Never change it: event ids are derived from it for ever. */
const NAMESPACE = '6f1c1b0e-8f6d-5b0a-9c55-d8a4f0b3a7e2';

/**
 * The id of a command's n-th event (RFC 9562, version 5): the same for the same decision, another for every other one. An append that
 * is made again is recognised by it, and another decision of the same command is never mistaken for it.
 */
export const eventIdOf = (commandId: string, index: number, { type, data, meta }: Omit<NewEvent, 'id'>): string =>
  uuidv5(`${commandId}/${index}/${hashOf({ type, data, meta })}`, NAMESPACE);

/**
 * What makes a command the same command: target, type, data, and what the caller said of its circumstances.
 * Who sends it and which way it came may differ between a command and its retry.
 */
export const commandHashOf = ({ stream, type, data, occurredAt, expectedVersion, note, evidence }: CommandEnvelope): string =>
  hashOf({ stream, type, data, occurredAt, expectedVersion, note, evidence });

/** SHA-256 of the one text that a value has (RFC 8785): stored in every event, so it must never change. */
const hashOf = (value: object): string => hash('sha256', canonicalize(value) ?? '', 'base64url');
