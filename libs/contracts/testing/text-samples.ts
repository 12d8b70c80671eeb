/** Of every event of a facet: the least that it can say, the most, and how the most reads. */
export type TextSamples<Events> = { readonly [E in keyof Events]: readonly [least: Events[E], most: Events[E], reads: string] };
