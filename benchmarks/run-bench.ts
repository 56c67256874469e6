/** A benchmark: its arguments in, its exit status out. Loaded only when it is called. */
type Benchmark = (argv: string[]) => Promise<number>

const BENCHMARKS: Record<string, () => Promise<Benchmark>> = {
  quality: async () => (await import('./quality/compare.js')).runQualityBench,
  bank: async () => (await import('./quality/question-bank.js')).runBankCheck,
  'real-words': async () => (await import('./quality/real-words.js')).runRealWords,
  load: async () => (await import('./load/ask-load.js')).runLoadBench,
  talks: async () => (await import('./talks/run-talks.js')).runTalksBench,
  peers: async () => (await import('./peers/run-peers.js')).runPeersBench,
  'back-office': async () => (await import('./back-office/run-back-office.js')).runBackOfficeBench,
  clusters: async () => (await import('./clusters/run-clusters.js')).runClustersBench,
  robustness: async () => (await import('./robustness/run-robustness.js')).runRobustnessBench,
  young: async () => (await import('./young/run-young.js')).runYoungBench,
  mend: async () => (await import('./mend/run-mend.js')).runMendBench,
  'follow-ups': async () => (await import('./follow-ups/run-follow-ups.js')).runFollowUpsBench,
  equality: async () => (await import('./equality/run-equality.js')).runEqualityBench,
  street: async () => (await import('./street/run-street.js')).runStreetBench,
  dangers: async () => (await import('./dangers/run-dangers.js')).runDangersBench,
  energy: async () => (await import('./energy/run-energy.js')).runEnergyBench,
  feed: async () => (await import('./feed/run-feed.js')).runFeedBench,
  truth: async () => (await import('./truth/recount.js')).runTruthBench,
  store: async () => (await import('./store/run-store.js')).runStoreBench,
  turns: async () => (await import('./instances/run-turns.js')).runTurnsBench,
  instances: async () => (await import('./instances/run-instances.js')).runInstancesBench,
  'full-disk': async () => (await import('./full-disk/run-full-disk.js')).runFullDisk,
  backups: async () => (await import('./backups/run-backups.js')).runBackupsBench,
  upgrade: async () => (await import('./upgrade/run-upgrade.js')).runUpgradeBench,
  recovery: async () => (await import('./instances/run-recovery.js')).runRecoveryBench,
  scaling: async () => (await import('./scaling/run-scaling.js')).runScalingBench,
  communes: async () => (await import('./communes/run-communes.js')).runCommunesBench,
  scale: async () => (await import('./scale/run-scale.js')).runScaleBench,
  audit: async () => (await import('./front/run-audit.js')).runAudit,
  screenshots: async () => (await import('./front/run-screenshots.js')).runScreenshots,
  'first-handoff': async () => (await import('./front/run-first-handoff.js')).runFirstHandoff,
  desk: async () => (await import('./front/run-desk.js')).runDesk,
  widget: async () => (await import('./front/run-widget-cost.js')).runWidgetCost,
  lighthouse: async () => (await import('./front/run-lighthouse.js')).runLighthouse,
  gate: async () => (await import('./gate/run-gate.js')).runGateBench,
  conflicts: async () => (await import('./conflicts/run-conflicts.js')).runConflictsBench,
  patterns: async () => (await import('./patterns/run-patterns.js')).runPatterns,
  malformed: async () => (await import('./malformed/run-malformed.js')).runMalformed,
  'hostile-files': async () => (await import('./malformed/run-hostile-files.js')).runHostileFiles,
  crash: async () => (await import('./crash/run-crash.js')).runCrash,
  flood: async () => (await import('./flood/run-flood.js')).runFlood,
  'page-cost': async () => (await import('./flood/run-page-cost.js')).runPageCost,
  soak: async () => (await import('./soak/run-soak.js')).runSoak,
  house: async () => (await import('./house/run-house.js')).runHouseBench,
  matrix: async () => (await import('./matrix/run-matrix.js')).runMatrixBench,
  mcp: async () => (await import('./mcp/run-mcp.js')).runMcpBench,
  cms: async () => (await import('./cms/run-cms.js')).runCmsBench,
  plots: async () => (await import('./plots/run-plots.js')).runPlots,
}

/** `npm run bench -- NAME …`, a name of {@link BENCHMARKS}. @returns the exit status */
export async function runBench([name, ...argv]: string[]): Promise<number> {
  const load = BENCHMARKS[name ?? '']
  if (!load) {
    process.stderr.write(`npm run bench -- ${Object.keys(BENCHMARKS).join(' | ')}\n`)
    return 2
  }
  return (await load())(argv)
}
