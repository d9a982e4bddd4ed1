import { useRef, useState } from 'react'
import { useCamera } from '../camera/use-camera.ts'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { Segments } from '../ui/segments.tsx'
import styles from './camera-panel.module.css'
import { CheckList } from './check-list.tsx'
import { Instruction } from './instruction.tsx'
import { PhotoStage } from './photo-stage.tsx'
import { usePhoto } from './use-photo.ts'
import { pictureInClipboard, usePictureDrop } from './use-picture-drop.ts'

/** The guest's face: live with guidance, from a file, the clipboard, or dropped. */
export function CameraPanel() {
  const { t } = useText()
  const nameOf = useName()
  const photo = usePhoto()
  const known = useFrom('draft', s => s.known)
  const retaken = useFrom('visits', s => (photo.visitId === null ? null : (s.byId[photo.visitId] ?? null)))
  const [renewing, setRenewing] = useState<number | null>(null)
  const [hint, setHint] = useState<string | null>(null)
  const file = useRef<HTMLInputElement>(null)

  // A past guest's photo on file serves until a new one is asked for.
  const onFile =
    photo.visitId === null && photo.photo.kind === 'none' && known?.photo && renewing !== known.id ? known.photo : null
  const live = photo.photo.kind === 'none' && onFile === null
  // Without a name it would take the guest who is just leaving for the next one.
  const armed = useFrom('draft', s => s.fields.name.trim().length > 1 || s.retake !== null)
  const camera = useCamera(live, picture => void photo.take(picture), { armed })
  const take = (picture: Blob) => {
    setHint(null)
    void photo.take(picture)
  }
  const over = usePictureDrop(take)
  const again = () => {
    if (known) setRenewing(known.id)
    photo.discard()
  }
  const paste = async () => {
    const picture = await pictureInClipboard()
    if (picture) take(picture)
    else setHint(t('desk.paste hint'))
  }
  useKey(chords.shutter, () => (live ? camera.shoot() : false))
  useKey(chords.close, photo.leaveRetake, photo.visitId !== null)

  return (
    <section
      className={styles.panel}
      aria-label={t('desk.camera')}
      data-testid="camera-panel"
      data-photo={onFile ? 'on-file' : photo.photo.kind}
    >
      <header className={styles.head}>
        <h2>{t('desk.camera')}</h2>
        <span className={styles.device}>{camera.deviceLabel}</span>
        <Segments
          label={t('desk.source')}
          segments={[
            { key: 'camera', word: t('desk.source camera'), icon: 'camera', chosen: live, act: again },
            { key: 'file', word: t('desk.source file'), icon: 'file', chosen: false, act: () => file.current?.click() },
            { key: 'clipboard', word: t('desk.source clipboard'), icon: 'clipboard', chosen: false, act: () => void paste() },
          ]}
        />
        <input
          ref={file}
          type="file"
          accept="image/*,.heic,.heif"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={t('desk.source file')}
          data-testid="photo-file"
          onChange={event => {
            const picture = event.target.files?.[0]
            event.target.value = ''
            if (picture) take(picture)
          }}
        />
      </header>
      {retaken && (
        <Banner
          tone="accent"
          tall
          icon="person"
          fact={t('desk.retake of', { name: nameOf(retaken) })}
          action={{ word: t('desk.leave retake'), act: photo.leaveRetake }}
        />
      )}
      <PhotoStage camera={camera} photo={photo.photo} onFile={onFile} over={over} onShoot={camera.shoot} />
      <Instruction
        camera={camera}
        armed={armed}
        photo={photo.photo}
        onFile={onFile !== null}
        hint={hint}
        onAgain={again}
        onFileAsked={() => file.current?.click()}
      />
      <CheckList camera={camera} armed={armed} photo={photo.photo} onFile={onFile !== null} onShoot={camera.shoot} />
    </section>
  )
}
