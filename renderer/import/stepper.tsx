import { useFrom } from '../stores/context.ts'
import { type ImportStep, importSteps } from '../stores/list.ts'
import { useText } from '../text/use-text.ts'
import styles from './stepper.module.css'
import { useStepNotes } from './use-step-notes.ts'

const ARCH = 'M1.500 14.500a12.500 12.500 0 0 1 25 0V29a2 2 0 0 1-2 2h-21a2 2 0 0 1-2-2z'

/** The five steps, what each has come to, and the way to any of them once there is a list. */
export function Stepper() {
  const { t } = useText()
  const step = useFrom('list', s => s.step)
  const go = useFrom('list', s => s.go)
  const has = useFrom('list', s => s.preview !== null)
  const notes = useStepNotes()
  return (
    <nav className={styles.steps} aria-label={t('import.steps')}>
      {importSteps.map((name, index) => {
        const state = name === step ? 'current' : notes[name].done ? 'done' : 'ahead'
        return (
          <button
            key={name}
            type="button"
            className={styles.step}
            data-state={state}
            aria-current={name === step ? 'step' : undefined}
            disabled={name !== 'file' && !has}
            onClick={() => go(name)}
            data-testid={`step-${name}`}
          >
            <Sign number={index + 1} state={state} />
            <span className={styles.words}>
              <strong className={styles.name}>{t(`import.step ${name as ImportStep}`)}</strong>
              <span className={styles.note}>{notes[name].note}</span>
            </span>
          </button>
        )
      })}
    </nav>
  )
}

function Sign({ number, state }: { number: number; state: 'current' | 'done' | 'ahead' }) {
  return (
    <svg className={styles.sign} data-state={state} width="28" height="32" viewBox="0 0 28 32" aria-hidden="true">
      <path className={styles.arch} d={ARCH} />
      {state === 'done' ? (
        <path className={styles.check} d="M9 17.500l3.600 3.600L19.200 14" />
      ) : (
        <text className={styles.number} x="14" y="22.500" textAnchor="middle">
          {number}
        </text>
      )}
    </svg>
  )
}
