/** Stored contract of `team-<id>`. */
export type TeamEvents = {
  TeamFormed: { readonly name: string; readonly region?: string };
  TeamRenamed: { readonly name: string; readonly previous: string };
  /** `period`: `2026`, `2026-Q1` or `2026-03`; `value` a decimal in the KPI's unit. */
  TeamTargetSet: { readonly kpi: string; readonly period: string; readonly value: string };
  TeamDisbanded: { readonly reason: string };
};
