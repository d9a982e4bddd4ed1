import { type PhotoCheck, photoChecks } from '../../shared/model/photo-verdict.ts'
import type { Camera } from '../camera/use-camera.ts'
import type { DraftPhoto } from '../stores/draft.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './check-list.module.css'

const units: Partial<Record<PhotoCheck['check'], 'px' | '°'>> = { 'large-enough': 'px', facing: '°' }

interface Props {
  camera: Camera
  photo: DraftPhoto
  onFile: boolean
  /** Whether the shutter fires by itself. */
  armed: boolean
  onShoot: () => void
}

/** The five checks, each with its measure where one says something to a person. */
export function CheckList({ camera, photo, onFile, armed, onShoot }: Props) {
  const { t } = useText()
  const format = useFormat()
  const taken = onFile || photo.kind === 'ready'
  const verdict = photo.kind === 'refused' ? photo.verdict : photo.kind === 'none' ? camera.verdict : null
  const states = photoChecks.map(name => {
    const check = verdict?.checks.find(line => line.check === name)
    const state = taken || check?.ok ? 'ok' : check?.cause ? 'wait' : 'unknown'
    const unit = units[name]
    const measure =
      unit && !taken && check?.measure != null ? `${format.number(check.measure)}${unit === 'px' ? ' px' : unit}` : ''
    return { name, state, measure }
  })
  return (
    <div className={styles.list}>
      <ul className={styles.checks} aria-label={t('desk.checks')}>
        {states.map(({ name, state, measure }) => (
          <li key={name} className={styles.check} data-state={state} data-testid={`check-${name}`}>
            <Mark state={state} />
            <span>{t(`desk.check ${name}`)}</span>
            <span className={styles.measure}>{measure}</span>
          </li>
        ))}
        <li className={styles.check} data-state="key">
          {camera.status === 'live' && (
            <button type="button" className={styles.now} onClick={onShoot} tabIndex={-1}>
              <KeyCap name="shutter" /> {t('desk.shoot now')}
            </button>
          )}
        </li>
      </ul>
      <p className={styles.foot}>
        {camera.status === 'live' && (
          <>
            <Icon name="clock" size={14} />
            {camera.firesIn === null
              ? t(armed ? 'desk.by itself' : 'desk.name first')
              : t('desk.fires in', { seconds: format.number(camera.firesIn, 1) })}
          </>
        )}
      </p>
    </div>
  )
}

function Mark({ state }: { state: string }) {
  return (
    <span className={styles.mark} aria-hidden="true">
      {state === 'ok' && <Icon name="check" size={12} />}
      {state === 'wait' && '!'}
    </span>
  )
}
