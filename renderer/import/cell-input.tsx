import { Popover } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { ListField, ListRow, RowProblem } from '../../shared/model/visitor-list.ts'
import { useFrom } from '../stores/context.ts'
import { lowerFirst } from '../text/lower-first.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './cell-input.module.css'
import { faultWords } from './fault-words.ts'
import type { CellEditor } from './use-cell-editor.ts'

/** A cell being typed into; below it, while it is wrong, the fault, what is expected, and the keys. */
export function CellInput({
  row,
  field,
  editor,
  onLeave,
}: {
  row: ListRow
  field: ListField
  editor: CellEditor
  /** Tab: the neighbour; Enter on a right cell, or Esc: nowhere. */
  onLeave: (to: 'next' | 'previous' | 'grid') => void
}) {
  const text = useText()
  const { t } = text
  const format = useFormat()
  const levels = useFrom('levels', s => s.levels)
  const input = useRef<HTMLInputElement>(null)
  const value = editor.cell?.text ?? ''
  const problem = row.problems.find(
    one => one.field === field || (one.field === 'row' && one.sameAs !== undefined && field === 'until'),
  )
  useEffect(() => {
    input.current?.focus({ preventScroll: true })
    input.current?.select()
  }, [])

  const accept = async () => (await editor.accept()) && onLeave('grid')
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      if (event.ctrlKey) return
      void accept()
    } else if (event.code === 'Escape') {
      editor.putBack()
      onLeave('grid')
    } else if (event.code === 'Tab') {
      void editor.accept(true)
      onLeave(event.shiftKey ? 'previous' : 'next')
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const chooseLevel = (name: string) => {
    editor.type(name)
    void accept()
  }
  return (
    <Popover
      opened={problem !== undefined}
      position="bottom-start"
      offset={6}
      withArrow
      arrowSize={10}
      closeOnClickOutside={false}
    >
      <Popover.Target>
        <input
          ref={input}
          className={styles.input}
          value={value}
          aria-label={t(`import.field ${field}`)}
          aria-invalid={problem !== undefined}
          onChange={event => editor.type(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => void editor.accept(true)}
          spellCheck={false}
          autoComplete="off"
          data-testid="cell-input"
        />
      </Popover.Target>
      <Popover.Dropdown className={styles.card} onMouseDown={event => event.preventDefault()} data-testid="cell-fault">
        {problem && (
          <Fault
            {...faultWords(text, format, row, problem, value)}
            problem={problem}
            levels={levels?.map(one => one.name) ?? []}
            onLevel={chooseLevel}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Fault({
  fault,
  expected,
  problem,
  levels,
  onLevel,
}: {
  fault: string
  expected: string
  problem: RowProblem
  levels: readonly string[]
  onLevel: (name: string) => void
}) {
  const { t } = useText()
  return (
    <>
      <p className={styles.fault} role="alert">
        <Icon name="cross" size={14} />
        {problem.field === 'row'
          ? fault
          : t('import.field problem', { field: t(`import.field ${problem.field}`), problem: lowerFirst(fault) })}
      </p>
      <p className={styles.expected}>{expected}</p>
      {problem.field === 'level' && (
        <p className={styles.levels}>
          {levels.map(name => (
            <button key={name} type="button" tabIndex={-1} onClick={() => onLevel(name)}>
              {name}
            </button>
          ))}
        </p>
      )}
      <p className={styles.keys}>
        <KeyCap name="nextField" /> {t('import.accept')}
        <KeyCap name="close" /> {t('import.put back')}
        <KeyCap name="nextProblem" /> {t('import.further')}
      </p>
    </>
  )
}
