import { useState } from 'react'
import type { BatchView } from '../../shared/model/batch.ts'
import { failedRowsCsv } from '../../shared/model/csv.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { saveText } from '../ui/save-text.ts'
import { StateWord } from '../ui/state-word.tsx'

/** The failed rows as a file: the list's own columns and the cause in words, formulas neutralised. */
export function FailedRows({ batch }: { batch: BatchView }) {
  const { t } = useText()
  const say = useFailure()
  const ask = useFrom('batches', s => s.failedRows)
  const [failure, setFailure] = useState<Failure | null>(null)
  const download = async () => {
    const answer = await ask(batch.id)
    setFailure(answer.ok ? null : answer.failure)
    if (!answer.ok) return
    const { name, headers, rows } = answer.value
    const told = rows.map(({ cells, cause }) => ({ cells, cause: cause ? say(cause) : t('batches.other cause') }))
    saveText(`${t('batches.failed file', { name })}.csv`, failedRowsCsv(headers, told, t('batches.cause column')), 'text/csv')
  }
  return (
    <>
      {failure && <StateWord tone="no">{say(failure)}</StateWord>}
      <Button icon="download" onClick={() => void download()} data-testid="failed-rows">
        {t('batches.failed rows')}
      </Button>
    </>
  )
}
