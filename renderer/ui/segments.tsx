import { Icon, type IconName } from './icon.tsx'
import styles from './segments.module.css'

export interface Segment {
  key: string
  word: string
  icon: IconName
  chosen: boolean
  act: () => void
}

/** Ways to one end, side by side: one is in use. */
export function Segments({ label, segments }: { label: string; segments: readonly Segment[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; this is a toolbar's group
    <div role="group" aria-label={label} className={styles.group}>
      {segments.map(({ key, word, icon, chosen, act }) => (
        <button
          key={key}
          type="button"
          className={styles.segment}
          aria-pressed={chosen}
          onClick={act}
          data-testid={`segment-${key}`}
        >
          <Icon name={icon} size={14} />
          {word}
        </button>
      ))}
    </div>
  )
}
