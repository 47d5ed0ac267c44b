"""What words of abstracts do in a sentence, as far as finding phrases needs it.

The lists were made by hand, from words of the background collection ordered
by how often they follow *we*, *to* or a modal (verbs), by how seldom they end a run
of words (adjectives), and by how often a determiner follows (gerunds).
Adding a word is adding it to its list.
"""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """a about above across after afterwards again against al all almost alone along already also
    although always am amid among amongst an and another any anything apart are around as aside at
    away back be became because become becomes been before being below beneath beside besides
    between beyond both but by can cannot could despite did do does doing done down due during each
    eg e.g either else enough especially et etc even ever every everything except few fewer first
    for former from further furthermore had hardly has have having he hence her here hereby herein
    herself him himself his how however i i.e ie if iii ii iv in indeed inside instead into is it
    its itself just last later latter least less let like lot lots many may maybe me mean meanwhile
    might more moreover most mostly much must my namely near neither never nevertheless next no nor
    none nonetheless not nothing now of off often on once one ones only onto or other others
    otherwise ought our ours ourselves out over own per perhaps quite rather regardless same second
    secondly seem seemed seems several shall she should since so some something sometimes somewhat
    soon still such than that the their theirs them themselves then there thereafter thereby
    therefore therein these they third this those though through throughout thus till to today
    together too toward towards two twice under unless unlike until up upon us versus very via viz
    vs was we well were what whatever when whenever where whereas whereby wherein wherever whether
    which whichever while whilst who whole whom whose why will with within without would yes yet you
    your three four five six seven eight nine ten hundred thousand million billion dozen
    w.r.t resp cf respectively whence vice versa""".split()
)

DISCOURSE = frozenset(
    """able absence according additional advantage advantages aim aims analogous appropriate arbitrary
    available aspect aspects author authors better big capable certain chapter clear clearly
    comparable compatible comprehensive concrete consequence consequences consistent context
    contrast corresponding crucial current desirable different difficult distinct diverse early
    earlier easy effective efficient enormous entire equivalent essential evidence example examples
    existing extensive fact favourable favorable feasible final following fundamental general given
    goal goals good great help helpful high higher highest ideal implications important impossible
    improved inherent insight insights interest interesting key known large larger largest lack late
    latest little likely long low lower lowest main major manner modern more multiple natural
    necessary need needs new newly notable novel numerous obvious older opposite original overall
    own paper papers part particular past poor popular possible potential powerful practical
    preliminary present presence previous primary prior prominent promproper purpose purposes
    question questions reason reasonable recent related relevant remarkable representative resulting
    rich rigorous role satisfactory section seminal setting short significant similar simple single
    small smaller smallest so-called specific state-of-the-art straightforward strength strong
    stronger strongest subsequent substantial successful such sufficient suitable superior talk
    thesis towards typical unable unclear underlying unique unprecedented useful usual valuable
    variety various vast view way ways weaker well-known whole wide widespread work works worse
    worst""".split()
)
"""Words that say something about the work rather than its subject; no phrase holds one."""

VERBS = frozenset(
    """account accounts achieve achieved achieves acquire acquired act acts adapt add added adds
    address addressed addresses adopt adopted adopts affect affected affects aimed allow allowed
    allowing allows analyse analysed analyses analyze analyzed analyzes appear appeared appearing
    appears applied applies apply approximates are argue argued argues arise arisen arises arising
    asked ask asks assess assessed assesses assume assumed assumes assuming attempt attempts attain
    attained attracted avoid avoided avoids became become began begin begins behave believe belong
    belongs brings bring brought build builds built calculate calculated calculates call calls came
    capture captures carried carry carries cause caused causes characterise characterize
    characterized characterizes choose chosen clarify classify collect collected combine combined
    combines come comes compare compared compares comparing comprise comprises comprcompute
    computes concern concerning concerns conclude concludes conduct conducted conducts confirm
    confirmed confirms consider considered considering considers consist consisted consisting
    consists constitute constitutes construct constructed constructs contain contained containing
    contains continue continues contribute contributes converge converges correspond corresponds
    create created creates deal deals decide decided decreases deduce define defined defines
    demonstrate demonstrated demonstrates demonstrating deduced depend depended depending depends
    derive derived derives deriving describe described describes describing designed desired detect
    detects determine determined determines determining develop developed develops developing devise
    devised did differ differs discover discovered discuss discussed discusses discussing display
    displays distinguish drive drives driven draw drawn elucidate emerge emerged emerges emerging
    emphasize employ employed employing employs enable enabled enables enabling encounter
    encountered enhance enhances ensure ensures ensuring establish established establishes
    establishing evaluate evaluated evaluates evolve evolves examine examined examines examining
    exhibit exhibited exhibiting exhibits exist existed exists expand expect expects explain
    explained explains explaining exploit exploited exploiting exploits explore explored explores
    exploring express extend extends extract extracts face faces facilitate facilitates fail failed
    fails fall falls feature features find finding finds focus focused focuses focusing follow
    followed follows forms found gain gained gains gave generalise generalises generalize
    generalizes generate generates get gets give gives giving go goes grow grows guarantee
    guarantees handle handles happen happens helps highlight highlighted highlights hold holds
    identified identifies identify identifying illustrate illustrated illustrates illustrating
    implement implemented implements implies imply implying improve improves include included
    includes including incorporate incorporated incorporates incorporating increases indicate
    indicated indicates indicating induces infer inferred inspired integrate integrates interact
    introduce introduced introduces introducing investigate investigated investigates investigating
    involve involved involves involving keep keeps knew know knows lacks lay lead leading leads
    learn learns leave leaves led left lend leverage leverages leveraging lie lies look looks made
    maintain maintains make makes making match maximise maximize meets minimise minimize mitigate
    mitigates motivate motivated obey obeys observe observes obtain obtained obtaining obtains occur
    occurred occurring occurs offer offered offers offering operates originate originates
    outperform outperformed outperforms outperforming overcome overcomes pave perform performed
    performs play plays pose poses possess possesses posit predicts present presented presenting
    presents preserve preserves prevent prevents proceed produce produced produces propose proposed
    proposes proposing prove proved proven proves provide provided provides providing put puts
    quantify raise raises ran reach reached reaches realise realize recall recover recovers reduce
    reduces refer referred refers regard regarded regarding regards rely relies relying remain
    remained remains report reported reports represent represents require required requires
    requiring resolve resolves respond resort resulted retain reveal revealed revealing reveals
    review reviewed reviews run runs said satisfies satisfy satisfying say saw see seek seeks seen
    select serve served serves share shares shed should show showed showing shown shows simulate
    solve solved solves speculate stem stems studied studies suffer suffers suggest suggested
    suggesting suggests suppose support supports surpass surpasses survey tackle tackled take taken
    takes taking tend tends test tested tests think tie took train trains turn turned turns
    understand understood undergo undergoes undertake use used useful uses using utilise utilize
    utilized utilizes utilizing validate validated validates vary varies verified verifies verify
    want wants was went yield yielded yielding yields demonstrating highlighting facilitating
    leveraging based associated attributed allowed shed sheds caused motivated referred aforementioned
    rely entails entail admit admits achieving enhancing enhance lies tailored explicit extending
    extended addressing shaping ranging accounting aiming owing beginning starting coming
    dealing satisfied guaranteed assess assessing assigns illustrate estimate estimates
    incur incurs encode encodes propagate propagates optimize optimizes regard
    motivate motivates hypothesize hypothesise revisit revisits refine refines
    synthesize bridge bridges underscore underscores underpin underpins unify unifies""".split()
)
"""Forms that are hardly ever nouns in abstracts."""

NOUN_OR_VERB = frozenset(
    """access act acts aim aims analyses answer answers approach approaches approximate attack
    attempt balance benefit benefits bound bounds call calls cause causes challenge challenges
    change changes charge combine contact control controls cost costs count cover covers cross
    damage decay decrease decreases delay demand demands design designs display displays drop
    estimate estimates exchange experience experiences experiment experiments factor features fit
    fits flow focus force forces forecast form forms frame gain gains guide hypothesis impact
    impacts implement increase increases index influence influences input interface join judge jump
    label labels leverage limit limits link links list map maps mark match matter measure measures
    merge mix model models monitor move name network number object order orders oscillate output
    overlap pair pairs plan plot position present probe process processes product profile program
    progress project projects prompt query question range ranges rank rate rates reason record
    reference release repair request research respect rest result results return review reviews
    risk rotate rule run sample samples scale scales scan scatter schedule score scores search
    sense separate shape shapes share shift shifts signal solution source spread stack stage start
    state states step store stress structure structures studies study subject sum supply support
    supports surface survey surveys switch target targets test tests time trace track tracks trade
    train transfer transform transforms trap trigger tune turn update updates value vary view
    visit volume wave weight work works""".split()
)
"""Forms that are either; what stands beside them decides."""

GERUNDS = frozenset(
    """achieving adapting adopting allowing analysing analyzing applying assessing avoiding bringing
    building calculating capturing causing changing choosing combining computing confirming
    considering constraining constructing contributing controlling creating deciding decreasing
    defining demonstrating deriving designing determining developing discovering drawing eliminating
    enhancing ensuring estimating evaluating examining expanding explaining exploiting exploring
    extending extracting facilitating finding forming fitting gaining generalizing generating giving
    handling having identifying implementing imposing improving including incorporating increasing
    inferring integrating introducing investigating keeping leaving limiting maintaining making
    maximizing measuring meeting minimizing mitigating modifying obtaining offering optimizing
    performing predicting preserving preventing producing proposing proving providing quantifying
    reaching recovering reducing removing replacing representing resolving retaining revealing
    satisfying selecting separating setting simulating solving studying substituting suppressing
    tackling taking transforming treating understanding using utilizing validating varying
    verifying""".split()
)
"""What is done to the words that follow; a phrase begins after it."""

SUBJECTS = frozenset(
    """we i you they he she it who which that to can could may might must shall should will would
    cannot do does did not never then also further""".split()
)
"""Words after which a form that may be a verb is one."""

DETERMINERS = frozenset(
    "a an the this that these those its their our his her your my each every some any all".split()
)

AUXILIARIES = frozenset("is are was were be been being has have had get gets".split())

ADJECTIVES = frozenset(
    """abrupt absent abstract accurate active adaptive adequate adjacent affine ambient ancient
    anomalous apparent appropriate artificial aware bad balanced blind bright broad busy challenging
    clean close closed coarse coherent cold compact competitive complete complex concurrent
    conformal consecutive constant continuous convenient convex correct cosmic dark decent deep
    dense dependent direct discrete disjoint divergent dominant dual efficient elegant elite emergent
    equal evident exact explicit extreme fair faithful false fast fine finite fixed flat flexible
    free frequent full fuzzy giant global hard harmonic heavy hidden homogeneous huge
    hybrid immense implicit incoherent inconsistent independent indirect inefficient inexact infinite
    inherent inhomogeneous innovative insufficient intelligent intense intermediate intermittent
    international invariant inverse irregular isolated joint latent lightweight linear local loose
    magnetic massive mature mere mild minor mixed moderate modest multilingual multivariate
    narrow nearby neural noisy nonlinear non-linear non-trivial normal obscure odd open optimal
    orthogonal parallel partial perfect permanent persistent plain poor precise prevalent previous
    private profound prone proper public pure quantum quick random rapid rare raw ready real
    recurrent redundant regular reliable resilient right rigid robust rough secure semantic sensitive
    separate severe sharp silent similar simultaneous skew slow smart smooth soft solid sparse spatial
    stable static steady stochastic subtle sudden supreme symmetric synthetic tensor-valued thin tight
    tiny total transient transparent trivial true turbulent ubiquitous unclear uniform universal
    unknown unstable urban vague valid virtual visual vivid warm weak white wrong young zero
    complicated sophisticated three-dimensional two-dimensional one-dimensional high-dimensional
    low-dimensional large-scale real-world long-term short-term open-source end-to-end data-driven
    higher-order high-order first-order second-order high-quality real-time finite-dimensional
    infinite-dimensional multi-dimensional old earlier former greater lesser faster slower easier
    harder closer wider deeper shorter longer best""".split()
)
"""No phrase ends with one."""

ADJECTIVAL_ENDINGS = (
    "al", "ous", "ic", "ive", "able", "ible", "ful", "less", "lar", "ary", "ed", "est"
)  # fmt: skip
"""Words that end so are adjectives or participles, but for those in :data:`NOUNS`."""

NOUNS = frozenset(
    """metric topic logic statistic heuristic graphic mechanic fabric dielectric derivative
    perspective objective initiative alternative narrative incentive motive octave archive
    primitive additive interval integral differential polynomial potential functional exponential
    binomial monomial signal retrieval goal removal proposal trial approval arrival survival
    renewal disposal appraisal portal capital hospital journal manual metal crystal material mineral
    animal diagonal ideal terminal tutorial traversal reversal chemical radical spiral withdrawal
    rehearsal deal variable observable table cable wearable boundary summary library dictionary
    vocabulary corollary binary salary adversary glossary traffic music arithmetic characteristic
    plastic ceramic clinic epidemic pandemic antibiotic dynamic harmonic quartic conic optic panic
    mosaic scalar pillar collar dollar quasar radar pulsar avatar olive drive hive dive five
    adjective directive collective executive seed speed need feed bed embed weed breed test forest
    quest request interest west nest contest chest sled shed 
    cardinal ordinal criminal professional individual musical residual denial burial refusal
    dismissal referral credential cubical fractal lidar
    burglar jar war car bar star seminar calendar
    medic relic public republic mimic pic epic comic tropic tunable consumable
    deliverable vegetable syllable principal principle 
    olive detective locomotive elective representative native relative
    vernacular """.split()
)

