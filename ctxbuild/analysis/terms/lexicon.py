"""What words of abstracts do in a sentence, as far as finding phrases needs it.

The lists were made by hand, from words of the background collection ordered
by how often they follow *we*, *to* or a modal (verbs), by how seldom they end a run
of words (adjectives), and by how often a determiner follows (gerunds).
Adding a word is adding it to its list.
"""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """a about above across after afterwards again against al all almost alone along already also
    although always am amid among amongst an and another any anything apart are around as aside
    at away back be became because become becomes been before being below beneath beside besides
    between beyond billion both but by can cannot cf could despite did do does doing done down
    dozen due during e.g each eg eight either else enough especially et etc even ever every
    everything except few fewer first five for former four from further furthermore had hardly
    has have having he hence her here hereby herein herself him himself his how however hundred
    i i.e ie if ii iii in indeed inside instead into is it its itself iv just last later latter
    least less let like lot lots many may maybe me mean meanwhile might million more moreover
    most mostly much must my namely near neither never nevertheless next nine no none
    nonetheless nor not nothing now of off often on once one ones only onto or other others
    otherwise ought our ours ourselves out over own per perhaps quite rather regardless resp
    respectively same second secondly seem seemed seems seven several shall she should since six
    so some something sometimes somewhat soon still such ten than that the their theirs them
    themselves then there thereafter thereby therefore therein these they third this those
    though thousand three through throughout thus till to today together too toward towards
    twice two under unless unlike until up upon us versa versus very via vice viz vs w.r.t was
    we well were what whatever when whence whenever where whereas whereby wherein wherever
    whether which whichever while whilst who whole whom whose why will with within without would
    yes yet you your""".split()
)

DISCOURSE = frozenset(
    """able absence according additional advantage advantages aim aims analogous appropriate
    arbitrary aspect aspects author authors available better big capable certain chapter clear
    clearly comparable compatible comprehensive concrete consequence consequences consistent
    contrast corresponding crucial desirable different difficult distinct diverse earlier easy
    effective efficient enormous entire equivalent essential existing extensive fact favorable
    favourable feasible final following fundamental given goal goals good great help helpful
    higher highest ideal implications important impossible improved inherent insight insights
    interest interesting key known lack larger largest late latest likely little lower lowest
    main major manner modern more multiple necessary need needs new newly notable novel numerous
    obvious older opposite original overall own paper papers part particular past poor popular
    possible potential powerful practical preliminary presence present previous primary
    prominent promproper purpose purposes reason reasonable recent related relevant remarkable
    representative resulting rich rigorous satisfactory seminal significant similar simple
    single smaller smallest so-called specific state-of-the-art straightforward stronger
    strongest subsequent substantial successful such sufficient suitable superior talk thesis
    towards typical unable unclear underlying unique unprecedented useful usual valuable various
    vast way ways weaker well-known whole wide widespread work works worse worst""".split()
)
"""Words that say something about the work rather than its subject; no phrase holds one."""

VERBS = frozenset(
    """accelerate accelerates accept accepts accommodate accommodates accomplish account accounting
    accounts accumulate accumulates achieve achieved achieves achieving acquire acquired
    acquires act acts adapt adapts add added address addressed addresses addressing adds adjust
    adjusts admit admits adopt adopted adopts advance advocate affect affected affects afford
    aforementioned agree agrees aimed aiming align aligns alleviate alleviates allocate allow
    allowed allowing allows alter alters amplify analyse analysed analyses analyze analyzed
    analyzes anticipate appear appeared appearing appears applied applies apply approximates are
    argue argued argues arise arisen arises arising arrive ascertain ask asked asks assembles
    asserts assess assessed assesses assessing assign assigns assist associated assume assumed
    assumes assuming attain attained attains attempt attempts attracted attributed augment
    augments automate automates avoid avoided avoids based became become began begin beginning
    begins behave behaves believe belong belongs binds boost boosts bridge bridges bring brings
    brought build builds built calculate calculated calculates calibrate call calls came capture
    captures carried carries carry cast cause caused causes characterise characterises
    characterize characterized characterizes choose chooses chosen circumvent clarifies clarify
    classifies classify coexist coincide coincides collaborate collapses collect collected
    combine combined combines come comes coming communicate compare compared compares comparing
    compensate compose composes comprcompute compress compresses comprise comprises compromise
    computes concentrate concentrates concern concerning concerns conclude concludes conduct
    conducted conducts confine confirm confirmed confirms conform connect connects consider
    considered considering considers consist consisted consisting consists constitute
    constitutes constrain constrains construct constructed constructs contain contained
    containing contains continue continues contribute contributes converge converges convert
    converts convey cooperate cope correlates correspond corresponds corroborate corroborates
    create created creates deal dealing deals decide decided decides decode decompose decomposes
    decouple decouples decreases deduce deduced defect defend define defined defines degrade
    degrades delineate deliver delivers demonstrate demonstrated demonstrates demonstrating
    denote denotes depend depended depending depends depict deploy deploys derive derived
    derives deriving describe described describes describing designed desired detect detects
    determine determined determines determining develop developed developing develops deviate
    deviates devise devised diagnose did differ differentiate differs discern discover
    discovered discovers discretize discriminate discriminates discuss discussed discusses
    discussing display displays disrupt distill distinguish distinguishes distort diverge
    diverges divide divides dominate dominates draw drawn drive driven drives elaborate elicit
    eliminate eliminates elucidate elucidates emerge emerged emerges emerging emphasize
    emphasizes employ employed employing employs empower emulate emulates enable enabled enables
    enabling encapsulate encapsulates encode encodes encompass encompasses encounter encountered
    encounters encourage encourages enforce enforces engage enhance enhances enhancing enjoy
    enjoys enrich ensure ensures ensuring entail entails enter enters enumerate envision
    establish established establishes establishing estimate estimates evade evaluate evaluated
    evaluates evidenced evidences evolve evolves examine examined examines examining exceed
    exceeds excel excels exclude excludes execute executes exemplify exert exhibit exhibited
    exhibiting exhibits exist existed exists expand expands expect expects explain explained
    explaining explains explicit exploit exploited exploiting exploits explore explored explores
    exploring expose exposes express extend extended extending extends extract extracts
    extrapolate face faces facilitate facilitates facilitating fail failed fails fall falls
    favor favors feature features find finding finds focus focused focuses focusing follow
    followed follows formalize formalizes forms formulate formulates foster fosters found
    fulfill fuse gain gained gains gave generalise generalises generalize generalizes generate
    generates get gets give gives giving go goes govern governs grow grows guarantee guaranteed
    guarantees handle handles happen happens helps hide highlight highlighted highlighting
    highlights hinder hinders hinges hold holds hypothesise hypothesize identified identifies
    identify identifying ignore ignores illustrate illustrated illustrates illustrating imitate
    implement implemented implements implies imply implying impose imposes improve improves
    include included includes including incorporate incorporated incorporates incorporating
    increases incur incurs indicate indicated indicates indicating induce induces infer inferred
    infers inform informs inherit inherits initiate inject inspect inspire inspired instantiate
    integrate integrates interact interacts interpolate interpolates interpret interprets
    introduce introduced introduces introducing investigate investigated investigates
    investigating invoke involve involved involves involving justifies justify keep keeps kept
    knew know knows lacks lay lead leading leads learn learns leave leaves led left lend
    leverage leverages leveraging lie lies look looks lose loses made maintain maintains make
    makes making manifests manipulate match maximise maximises maximize maximizes meets mention
    merges minimise minimises minimize minimizes mitigate mitigates modifies modify modulate
    modulates motivate motivated motivates navigate neglect neglects obey obeys observe observes
    obtain obtained obtaining obtains occur occurred occurring occurs offer offered offering
    offers offsets omit operates optimises optimize optimizes organize originate originates
    outlines outperform outperformed outperforming outperforms over-estimate overcome overcomes
    overestimate overlook owing parameterize parametrize participate passes pave paves perceive
    perform performed performs permit permits persist persists pinpoint play plays pose poses
    posit possess possesses predict predicts prefer present presented presenting presents
    preserve preserves prevent prevents prioritize prioritizes proceed proceeds produce produced
    produces promote promotes propagate propagates propose proposed proposes proposing protect
    protects prove proved proven proves provide provided provides providing prune pursue put
    puts quantifies quantify raise raises ran ranging reach reached reaches react reaffirm
    realise realize realizes recall recast receive receives recognize recommend reconcile
    reconstruct reconstructs recover recovers reduce reduces refer referred refers refine
    refines reflect reflects reformulate regard regarded regarding regards regularize regulate
    regulates reinforce reinforces reject relate relates relax relaxes relies rely relying
    remain remained remains remove removes render renders replace replaces replicate replicates
    report reported reports represent represents reproduce reproduces require required requires
    requiring resemble resembles reside resides resolve resolves resort respecting respects
    respond restore restores restrict restricts resulted retain retains retrieve retrieves
    reveal revealed revealing reveals review reviewed reviews revisit revisits run runs said
    satisfied satisfies satisfy satisfying saw say says see seek seeks seen select separates
    serve served serves settle shaping share shares shed sheds should show showcase showed
    showing shown shows simplifies simplify simulate simulates slip solve solved solves
    specialize specifies specify speculate splits stabilize stabilizes stand stands starting
    stays stem stems stimulate stop stops strengthen strengthens struggle struggles studied
    studies suffer suffers suffice suffices suggest suggested suggesting suggests summarise
    summarize summarizes support supports suppose suppress suppresses surmise surpass surpasses
    survey survive survives sustain synthesize synthesizes tackle tackled tackles tailored take
    taken takes taking tells tend tends test tested tests think tie took train trains translate
    translates traverse treat treats tries try turn turned turns uncover uncovers underestimate
    undergo undergoes underlies underline underpin underpins underscore underscores understand
    understood undertake unifies unify unveil unveils use used useful uses using utilise
    utilises utilize utilized utilizes utilizing validate validated validates vanish vanishes
    varies vary verified verifies verify violate violates visualize want wants was went win wish
    write yield yielded yielding yields""".split()
)
"""Forms that are hardly ever nouns in abstracts."""

NOUN_OR_VERB = frozenset(
    """access act acts aim aims analyses answer answers approach approaches attack attempt balance
    benefit benefits bound bounds call calls cause causes challenge challenges change changes
    charge combine contact control controls cost costs count cover covers cross damage decay
    decrease decreases delay demand demands design designs display displays drop estimate
    estimates exchange experience experiences experiment experiments factor features fit fits
    flow focus force forces forecast form forms frame gain gains guide impact impacts implement
    increase increases index influence influences input interface join judge jump label labels
    leverage limit limits link links list map maps mark match matter measure measures merge mix
    model models monitor move object order orders oscillate output overlap pair pairs plan plot
    position present probe process processes product profile program progress project projects
    prompt query question questions range ranges rank rate rates reason record reference release
    repair request research respect rest result results return review reviews risk rotate rule
    run sample samples scale scales scan scatter schedule score scores search sense separate
    shape shapes share shift shifts signal solution source spread stack stage start state states
    step store stress structure structures studies study subject sum supply support supports
    surface survey surveys switch target targets test tests time trace track tracks trade train
    transfer transform transforms trap trigger tune turn update updates value vary view visit
    volume wave weight work works""".split()
)
"""Forms that are either; what stands beside them decides."""

GERUNDS = frozenset(
    """accelerating achieving acquiring adapting adding adjusting admitting adopting advancing
    affecting aggregating alleviating allowing altering analysing analyzing applying
    approximating assessing attaining attempting augmenting avoiding bridging bringing building
    bypassing calculating calibrating capturing causing changing characterising characterizing
    checking choosing combining communicating complementing completing composing comprising
    computing confirming conforming considering constraining constructing contributing
    controlling converting correcting creating deciding decomposing decreasing defining
    degrading demonstrating denoting deploying deriving designing determining developing
    devising differentiating discovering distinguishing dividing drawing eliminating emphasizing
    emulating enhancing ensuring entering enumerating estimating evaluating examining exceeding
    excluding executing exhibiting expanding explaining exploiting exploring expressing
    extending extracting facilitating favoring featuring finding fitting fixing formalizing
    forming formulating fostering fulfilling gaining generalising generalizing generating giving
    governing guaranteeing handling harnessing having helping hindering holding identifying
    ignoring implementing imposing improving including incorporating increasing inferring
    informing integrating interpreting introducing inverting investigating invoking keeping
    knowing leaving letting limiting losing lowering maintaining making manipulating maximizing
    measuring meeting minimising minimizing mitigating modifying motivating neglecting obeying
    obtaining offering optimizing outlining performing permitting pertaining picking placing
    predicting preserving preventing producing proposing providing proving quantifying raising
    reaching realizing recognizing reconstructing recovering reducing refining reflecting
    relating removing replacing representing resembling resolving respecting restricting
    retaining rethinking retrieving revealing revisiting satisfying seeking selecting separating
    setting showcasing simulating solving specifying splitting stating stemming strengthening
    studying substituting summarizing suppressing surpassing sustaining tackling taking tracing
    transforming translating treating trying uncovering understanding unlocking unveiling using
    utilising utilizing validating varying verifying weakening yielding""".split()
)
"""What is done to the words that follow; a phrase begins after it."""

SUBJECTS = frozenset(
    """also can cannot could did do does further he i it may might must never not shall she should
    that then they to we which who will would you""".split()
)
"""Words after which a form that may be a verb is one."""

DETERMINERS = frozenset(
    "a an the this that these those its their our his her your my each every some any all".split()
)

AUXILIARIES = frozenset("is are was were be been being has have had get gets".split())

ADJECTIVES = frozenset(
    """abrupt absent abstract accurate active adaptive adequate adjacent affine ambient ancient
    anomalous apparent appropriate artificial aware bad balanced best blind bright broad busy
    challenging clean close closed closer coarse coherent cold compact competitive complete
    complex complicated concurrent conformal consecutive constant continuous convenient convex
    correct cosmic dark data-driven decent deep deeper dense dependent direct discrete disjoint
    divergent dominant dual earlier early easier efficient elegant elite emergent end-to-end
    equal evident exact explicit extreme fair faithful false fast faster fine finite
    finite-dimensional first-order fixed flat flexible former free frequent full fuzzy general
    giant global greater hard harder harmonic heavy hidden high high-dimensional high-order
    high-quality higher-order homogeneous huge hybrid immense implicit incoherent inconsistent
    independent indirect inefficient inexact infinite infinite-dimensional inherent
    inhomogeneous innovative insufficient intelligent intense intermediate intermittent
    international invariant inverse irregular isolated joint large large-scale latent lesser
    lightweight linear local long long-term longer loose low low-dimensional magnetic massive
    mature mere mild minor mixed moderate modest multi-dimensional multilingual multivariate
    narrow natural nearby neural noisy non-linear non-trivial nonlinear normal obscure odd old
    one-dimensional open open-source optimal orthogonal parallel partial perfect permanent
    persistent plain poor precise prevalent previous private profound prone proper public pure
    quantum quick random rapid rare raw ready real real-time real-world recurrent redundant
    regular reliable resilient right rigid robust rough second-order secure semantic sensitive
    separate severe sharp short short-term shorter silent similar simultaneous skew slow slower
    small smart smooth soft solid sophisticated sparse spatial stable static steady stochastic
    strong subtle sudden supreme symmetric synthetic tensor-valued thin three-dimensional tight
    tiny total transient transparent trivial true turbulent two-dimensional ubiquitous unclear
    uniform universal unknown unstable urban vague valid virtual visual vivid warm weak white
    wider wrong young zero""".split()
)
"""No phrase ends with one."""

ADJECTIVAL_ENDINGS = (
    "al", "ous", "ic", "ive", "able", "ible", "ful", "less", "lar", "ary", "ed", "est"
)  # fmt: skip
"""Words that end so are adjectives or participles, but for those in :data:`NOUNS`."""

NOUNS = frozenset(
    """additive adjective adversary alternative animal antibiotic appraisal approval archive
    arithmetic arrival avatar bar bed binary binomial boundary breed burglar burial cable
    calendar capital car cardinal ceramic characteristic chemical chest clinic collar collective
    comic conic consumable contest corollary credential criminal crystal cubical deal
    deliverable denial derivative detective diagonal dictionary dielectric differential
    directive dismissal disposal dive dollar drive dynamic elective embed epic epidemic
    executive exponential fabric feed five forest fractal functional glossary goal graphic
    harmonic heuristic hive hospital ideal incentive individual initiative integral interest
    interval jar journal library lidar locomotive logic manual material mechanic medic metal
    metric mimic mineral monomial mosaic motive music musical narrative native need nest
    objective observable octave olive optic ordinal pandemic panic perspective pic pillar
    plastic polynomial portal potential primitive principal principle professional proposal
    public pulsar quartic quasar quest radar radical referral refusal rehearsal relative relic
    removal renewal representative republic request residual retrieval reversal salary scalar
    seed seminar shed signal sled speed spiral star statistic summary survival syllable table
    terminal test topic traffic traversal trial tropic tunable tutorial variable vegetable
    vernacular vocabulary war wearable weed west withdrawal""".split()
)
