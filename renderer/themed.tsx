import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFrom } from './stores/context.ts'
import { theme, variables } from './ui/theme.ts'
import { useSystemScheme } from './ui/use-system-scheme.ts'

/** The nonce that the host wrote into the page for the one `<style>` Mantine makes. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** Mantine with our tokens, light or dark as this desk likes. */
export function Themed({ children }: { children: ReactNode }) {
  const preferred = useFrom('session', s => s.preferences?.theme ?? 'system')
  const system = useSystemScheme()
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      forceColorScheme={preferred === 'system' ? system : preferred}
      getStyleNonce={() => nonce}
    >
      {children}
    </MantineProvider>
  )
}
