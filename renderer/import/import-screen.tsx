import { useFrom } from '../stores/context.ts'
import type { ImportStep } from '../stores/list.ts'
import { CheckStep } from './check-step.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { FileStep } from './file-step.tsx'
import { Foot } from './foot.tsx'
import styles from './import-screen.module.css'
import { PhotosStep } from './photos-step.tsx'
import { SendStep } from './send-step.tsx'
import { SentBefore } from './sent-before.tsx'
import { Stepper } from './stepper.tsx'

const bodies: Record<ImportStep, () => React.ReactNode> = {
  file: () => <FileStep />,
  columns: () => <ColumnsStep />,
  photos: () => <PhotosStep />,
  check: () => <CheckStep />,
  send: () => <SendStep />,
}

/** A visitor list on its way in, in five steps. Nothing is sent before the last. */
export function ImportScreen() {
  const step = useFrom('list', s => s.step)
  const listId = useFrom('list', s => s.preview?.listId ?? null)
  return (
    <div className={styles.screen}>
      <Stepper />
      <SentBefore />
      <div className={styles.body} key={`${step} ${listId}`} data-testid={`import-${step}`}>
        {bodies[step]()}
      </div>
      {listId !== null && <Foot />}
    </div>
  )
}
