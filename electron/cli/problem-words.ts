import type { RowProblem } from '../../shared/model/visitor-list.ts'

const FIELDS: Readonly<Record<RowProblem['field'], string>> = {
  row: 'row',
  family: 'family name',
  given: 'given name',
  patronymic: 'patronymic',
  name: 'name',
  company: 'company',
  document: 'document',
  phone: 'phone',
  email: 'e-mail',
  host: 'host',
  purpose: 'purpose',
  level: 'access level',
  from: 'from',
  until: 'until',
  photo: 'photo',
}

/** A row's problem in the command line's words. */
export function problemText({ field, problem, sameAs }: RowProblem): { field: string; problem: string } {
  return { field: FIELDS[field], problem: sameAs === undefined ? problem : problem.replace('another row', `row ${sameAs}`) }
}
