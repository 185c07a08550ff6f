import type { ControlTests } from '#shared/contract/control-schemas.ts';
import type { Conclusion, VerdictMark } from '#shared/model/vocabulary.ts';

type Design = NonNullable<ControlTests['design']>['result'];
type Operation = NonNullable<ControlTests['operation']>['result'];

export const DESIGN_MARK: Record<Design, VerdictMark> = { suitable: 'holds', not_suitable: 'fails' };
export const OPERATION_MARK: Record<Operation, VerdictMark> = { operated: 'holds', not_operated: 'fails' };
export const CONCLUSION_MARK: Record<Conclusion, VerdictMark> = { no_deviation: 'holds', deviation: 'fails' };
