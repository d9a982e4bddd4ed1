import type { PhotoVerdict } from '../../shared/model/photo-verdict.ts'
import type { Camera } from '../camera/use-camera.ts'
import type { DraftPhoto } from '../stores/draft.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'

interface Props {
  camera: Camera
  photo: DraftPhoto
  onFile: boolean
  /** Whether the shutter fires by itself. */
  armed: boolean
  /** Said instead, once: how to paste. */
  hint: string | null
  onAgain: () => void
  onFileAsked: () => void
}

/** The one thing to do now: the first failing check, in words, with its measure. */
export function Instruction({ camera, photo, onFile, armed, hint, onAgain, onFileAsked }: Props) {
  const { t } = useText()
  const say = useFailure()
  const wordsOf = useVerdictWords()
  const again = { word: t('desk.retake'), act: onAgain }
  const other = { word: t('desk.other file'), act: onFileAsked }

  if (onFile || photo.kind === 'ready')
    return (
      <Banner tone="ok" tall fact={t('desk.photo ready')} action={again}>
        {t(onFile ? 'desk.photo on file' : 'desk.photo kept')}
      </Banner>
    )
  if (photo.kind === 'preparing') return <Banner tone="accent" tall icon="clock" fact={t('desk.preparing')} />
  if (photo.kind === 'failed')
    return (
      <Banner tone="no" tall icon="cross" fact={t('desk.photo failed')} action={again}>
        {say(photo.failure)}
      </Banner>
    )
  if (photo.kind === 'refused')
    return (
      <Banner tone="no" tall icon="cross" fact={t(`failures.${photo.verdict.first ?? 'unchecked'}`)} action={again}>
        {wordsOf(photo.verdict).why}
      </Banner>
    )
  if (hint) return <Banner tone="accent" tall icon="clipboard" fact={hint} />
  if (camera.status === 'none' || camera.status === 'denied' || camera.status === 'failed')
    return (
      <Banner tone="wait" tall fact={t('desk.without camera')} action={other}>
        {t('desk.without camera how')}
      </Banner>
    )
  if (camera.verdict?.ok)
    return (
      <Banner tone="ok" tall fact={t(armed ? 'desk.hold still' : 'desk.all ready')}>
        {t(armed ? 'desk.all pass' : 'desk.name or space')}
      </Banner>
    )
  if (camera.judge === 'failed')
    return (
      <Banner tone="wait" tall fact={t('desk.no judge')}>
        {t('desk.no judge how')}
      </Banner>
    )
  if (!camera.verdict) return <Banner tone="accent" tall icon="camera" fact={t('desk.look here')} />
  const { fact, why } = wordsOf(camera.verdict)
  return (
    <Banner tone="wait" tall fact={fact}>
      {why}
    </Banner>
  )
}

/** What to do, and the measure behind it. */
function useVerdictWords() {
  const { t, word } = useText()
  const format = useFormat()
  return (verdict: PhotoVerdict) => {
    const first = verdict.first ?? 'unchecked'
    const check = verdict.checks.find(line => line.cause === first)
    const values = { measure: format.number(check?.measure ?? 0), limit: format.number(check?.limit ?? 0) }
    return { fact: t(`desk.do ${first}`), why: word('desk', `why ${first}`, 'desk.why other', values) }
  }
}
