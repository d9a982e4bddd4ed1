import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { App } from './app.tsx'
import { openLink } from './link/open-link.ts'
import { StoresProvider } from './stores/context.ts'
import { createStores } from './stores/stores.ts'
import { createI18n } from './text/i18n.ts'
import { Themed } from './themed.tsx'

const stores = createStores(openLink())
const i18n = createI18n(navigator.language.startsWith('ru') ? 'ru' : 'en')
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <StoresProvider value={stores}>
        <Themed>
          <App />
        </Themed>
      </StoresProvider>
    </I18nextProvider>
  </StrictMode>,
)
