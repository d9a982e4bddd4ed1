import { useEffect } from 'react'
import { type UseFormReturn, useForm } from 'react-hook-form'
import type { GuestCard } from '../../shared/model/guest.ts'
import { useFrom, useStores } from '../stores/context.ts'
import type { DraftFields } from '../stores/draft.ts'
import { cardResolver } from './card-resolver.ts'

export type DeskForm = UseFormReturn<DraftFields, unknown, GuestCard>

/** The form over the draft: what is typed is kept there at once, what is filled in from outside comes back. */
export function useDeskForm(): DeskForm {
  const { draft } = useStores()
  const revision = useFrom('draft', s => s.revision)
  const form = useForm<DraftFields, unknown, GuestCard>({
    resolver: cardResolver(() => draft.getState().known),
    defaultValues: draft.getState().fields,
    mode: 'onSubmit',
    reValidateMode: 'onChange',
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is the sign that the draft was changed elsewhere
  useEffect(() => {
    form.reset(draft.getState().fields, { keepFieldsRef: true })
  }, [revision])
  useEffect(
    () => form.subscribe({ formState: { values: true }, callback: ({ values }) => draft.setState({ fields: { ...values } }) }),
    [form, draft],
  )
  return form
}
