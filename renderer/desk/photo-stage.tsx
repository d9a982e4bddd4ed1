import { useEffect } from 'react'
import type { Camera } from '../camera/use-camera.ts'
import { useFrom } from '../stores/context.ts'
import type { DraftPhoto } from '../stores/draft.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import styles from './photo-stage.module.css'
import { Viewfinder } from './viewfinder.tsx'

interface Props {
  camera: Camera
  photo: DraftPhoto
  /** The past guest's photo, when it serves. */
  onFile: string | null
  over: boolean
  onShoot: () => void
}

/** Where the face is seen: the live camera, or the picture that was taken. */
export function PhotoStage({ camera, photo, onFile, over, onShoot }: Props) {
  const { t } = useText()
  const want = useFrom('photos', s => s.want)
  const held = useFrom('photos', s => (onFile === null ? null : s.urls.get(onFile)))
  useEffect(() => {
    if (onFile !== null) want(onFile)
  }, [onFile, want])
  const still = onFile !== null ? held : 'url' in photo ? photo.url : null
  const live = onFile === null && photo.kind === 'none'
  const none = camera.status === 'none' || camera.status === 'denied' || camera.status === 'failed'
  return (
    <div className={styles.stage} data-kind={live && !none ? 'live' : 'still'}>
      {live && none && <EmptyScreen>{t(`desk.camera ${camera.status as 'none' | 'denied' | 'failed'}`)}</EmptyScreen>}
      {live && !none && <Viewfinder camera={camera} onShoot={onShoot} />}
      {!live && still && (
        <img
          className={styles.still}
          src={still}
          alt={t('desk.photo')}
          data-state={photo.kind === 'refused' ? 'refused' : 'ready'}
        />
      )}
      {!live && !still && (
        <p className={styles.note} role="status">
          {photo.kind === 'preparing' ? t('desk.preparing') : t('desk.no picture')}
        </p>
      )}
      {over && <p className={styles.drop}>{t('desk.drop')}</p>}
    </div>
  )
}
