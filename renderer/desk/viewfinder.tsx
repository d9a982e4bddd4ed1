import type { Camera } from '../camera/use-camera.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import styles from './viewfinder.module.css'

const COUNTDOWN_S = 0.6
const RING = 2 * Math.PI * 26

/** Which way the arrow beside the arch points: against the way the face is turned. */
const arrows: Record<string, 'left' | 'right'> = { 'turned-right': 'left', 'turned-left': 'right' }

/** The live picture: all but the arch dimmed, the arch dashed until all is right, the shutter below. */
export function Viewfinder({ camera, onShoot }: { camera: Camera; onShoot: () => void }) {
  const { t } = useText()
  const format = useFormat()
  const { verdict, firesIn } = camera
  const ready = verdict?.ok ?? false
  const passed = verdict?.checks.filter(check => check.ok).length ?? 0
  const arrow = verdict?.first ? arrows[verdict.first] : undefined
  return (
    <div className={styles.viewfinder} data-ready={ready}>
      <video ref={camera.video} className={styles.video} autoPlay playsInline muted aria-label={t('desk.camera')} />
      <div className={styles.arch}>
        <svg viewBox="0 0 140 200" preserveAspectRatio="none" aria-hidden="true">
          <path d="M1.500 192.500V70a68.500 68.500 0 0 1 137 0v122.500a6 6 0 0 1-6 6h-125a6 6 0 0 1-6-6z" />
        </svg>
        {arrow && (
          <svg className={styles.arrow} data-to={arrow} viewBox="0 0 48 28" aria-hidden="true">
            <path d="M45 24C40 8 22 2 4 20M4 6v14h14" />
          </svg>
        )}
      </div>
      {camera.status === 'live' && (
        <>
          <span className={styles.size}>
            <i /> {camera.width} × {camera.height}
          </span>
          {verdict && <span className={styles.passed}>{t('visits.of', { done: passed, total: verdict.checks.length })}</span>}
          <button type="button" className={styles.shutter} onClick={onShoot} aria-label={t('desk.shoot')} data-testid="shutter">
            <svg viewBox="0 0 60 60" aria-hidden="true">
              <circle className={styles.track} cx="30" cy="30" r="26" />
              {firesIn !== null && (
                <circle
                  className={styles.ring}
                  cx="30"
                  cy="30"
                  r="26"
                  strokeDasharray={RING}
                  strokeDashoffset={RING * (firesIn / COUNTDOWN_S)}
                />
              )}
            </svg>
            <span>{firesIn === null ? '' : format.number(firesIn, 1)}</span>
          </button>
        </>
      )}
      {camera.status === 'asking' && <p className={styles.asking}>{t('desk.camera asking')}</p>}
    </div>
  )
}
