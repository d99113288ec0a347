r"""The words of people in danger in English, and the same words where nobody is.

The Chinese ones, and more of them, stand in `hub.rescue_words_zh`, the others in `hub.rescue_words_ja_ko`.

Three kinds of pattern, made into expressions by `hub.rescue`:

- `CORE`: cries for help; only an outright "no need to" before them takes them back.
- `DANGER`: things that happen to people; "if", "no", "how to prevent", "drill" around them take them back.
- `HARMLESS`: names and sayings that contain such words (救生衣, 遇难同胞纪念馆, emergency exit, 迷子センター).

Rules: a missed cry is worse than a false alarm, so where a sentence can be read both ways it is one. Patterns see
NFKC, lower case and straight apostrophes; in the English ones a letter of another script ends a word.
"""

import re

EN_STEMS = (
    "s o s",
    "run over",
    "to die",
    "to live",
    "let me",
    "let us",
    "letting",
    "baby is",
    "came down",
    "fell on",
    "turned over",
    "tipped over",
    "turned blue",
    "turning blue",
    "off the",
    "hang in",
    "ran off",
    "ran away",
    "ran into",
    "drove into",
    "walked off",
    "walked away",
    "took my",
    "took our",
    "something in",
    "end my",
    "end his",
    "end her",
    "jiu ming",
    " rip ",
    " bit ",
    " under ",
    "t come",
    "t yet",
    "t return",
    "t re",
    "t made",
    "t heard",
    "t wake",
    "t waking",
    *re.findall(
        r"\S+",
        """
    inside help sos s.o.s mayday jiuming save rescue ambulance police emergenc kill suicid trapped stranded stuck
    drown fell fall slipped overboard breath heart cardiac stroke seizure choking anaphyla conscious passed collapsed
    responding bleed blood hurt broke snake bitten poison missing lost gone went kidnap being
    attack robbed raped stabbed shot assault mugged hostage gun knife fire leak burning landslide avalanche mudslide
    flood earthquake tsunami sinking sunk capsize overturned flipped crash rolled accident dying danger
    disappeared vanished chest following beat against water swept washed allergic throat overdos monoxide hypotherm
    frostbite sprain twist injur doctor medic helicopter labor labour 110 119 120 911 smoke cut can't cant cannot
    couldn't
    stab heelp hellp helpp halp hanging inside lips fractur dislocat tumbled slid plunged beneath underneath crushed
    buried
    spiked drugged surfaced oxygen wrist gas tide rising dementia alzheimer wander threw thrown bucked jump insulin
    faint
    grabbed snatched abduct stranger pulse moving move motionless stung chasing charging electrocut explo bomb flames
    shooting threat stampede trampl crowd adrift drifting knocked convuls epilep asthma pain miscarr pregnan mushroom
    hypoglyc diabetic concuss groped molest harm altitude mauled caved jammed ferris
    """,
    ),
)
"One of these stands in whatever the English patterns match."

_A = "(?:the |a |an )?"
_WHO = (
    r"(?:he|she|they|we|i|someone|somebody|people|persons?|m[ae]n|wom[ae]n|guys?|lady|girls?|boys?|kids?|child|children"
    r"|toddler|baby|son|daughter|mother|father|mum|mom|dad|wife|husband|brother|sister|uncle|aunt|cousin|grand\w+"
    r"|friends?|boyfriend|girlfriend|partner|colleague|roommate|tourists?|hikers?|climbers?|swimmers?|divers?"
    r"|passengers?|students?|visitors?|guests?|members?|group|us)\b"
)
_LIMB = "(?:left |right )?(?:leg|arm|head|ankle|knee|foot|back|neck|hand|wrist|shoulder|hip|ribs?|eye)s?"
_LATELY = r"(?![^.!?]{0,20}(?:last (?:week|month|year)|(?:weeks?|months?|years?) ago))"
"An old injury is no danger."
_KIN = (
    r"(?:friend|child|kid|son|daughter|mother|father|mum|mom|dad|wife|husband|brother|sister|uncle|aunt|boy|girl"
    r"|grand\w+|partner|boyfriend|girlfriend|hiker|climber|swimmer|diver|member)"
)
_STRAY = r"lost\b(?! (?:my|our|the|a|an|his|her|and found)\b)"
_LAME = r"(?:hurt|injured|bleeding|sprain\w*|twisted|can'?t walk|cannot walk)\b"
_WRECK = r"(?:(?:has|have|had|is|was|were|just|suddenly|completely) )*"
_HAPPENED = (
    rf"(?:'s|'ve)?(?: \w+){{0,2}} (?:fell|fallen|slipped|slid|tumbled|plunged) (?:\w+ )?(?:down|off|over|into|through"
    r"|from)\b"
    rf"{_LATELY}",
    r"(?: (?:is|are|were|was|still|trapped|buried|stuck))+ (?:under(?:neath)?|beneath) (?:it|them|rocks?|snow|water|ice"
    r"|the (?:rubble|rocks?|snow|car|bus|tree|debris|ice|water|boat|mud|stones?))\b",
    r" (?:is |are )(?:buried|crushed)",
    r"(?:'s)? (?:is |are )?(?:not moving|isn'?t moving|does(?:n'?t| not) move|motionless|convulsing)",
    r"[^.!?]{0,60}\b(?:has|have|had|did)(?:n'?t| not) (?:yet )?(?:come (?:back|up|down|out)|re?surfaced|made it back"
    r"|return(?:ed)?(?! (?:my|our|the|any|me|us|to)))\b",
    r"[^.!?]{0,30} (?:wandered|walked|ran) (?:off|away)[^.!?]{0,60}(?:can'?t|cannot|missing|not found)",
    r"[^.!?]{0,14} (?:took|grabbed|snatched|kidnapped|ran (?:off|away) with|walked off with) (?:my|our) (?:\w+ )?"
    r"(?:child|kid|son|daughter|baby|girl|boy|toddler)\b(?! to)",
    r"(?: \w+){0,2} jump(?:ed|ing|s)? (?:\w+ )?(?:from|off|into|in front of) (?!the (?:queue|line|conversation))",
    r"(?: \w+){0,2} (?:hit|struck|run over|knocked down) by (?:a |the )?(?:\w+ )?(?:car|bus|truck|taxi|train|scooter"
    r"|bike|motorbike|boat|rock|stone|lightning|tree|wave)",
)
EN_HAPPENED = (rf"{_WHO}(?:{'|'.join(_HAPPENED)})",)
"Somebody is named, and then what happened to them: dear to look for, so it has stems of its own."

EN_HAPPENED_STEMS = (
    "t move",
    "t come",
    "t yet",
    "t re",
    "t made",
    "ran off",
    "ran away",
    "run over",
    "hit by",
    *re.findall(
        r"\S+",
        """
    fell fallen slip slid tumbl plung under beneath buried crushed moving motionless convuls wander walked took grabbed
    snatched kidnap jump struck knocked
    """,
    ),
)
EN_CORE = (
    r"he{2,}l+p+\b|hell?p{2,}\b|halp\b",
    r"s[. ]?o[. ]?s\b(?! ?(?:button|key|app|function|bar|cafe|hotel))",
    r"mayday\b",
    r"jiu ?ming\b",
    r"\Ahe+lp+(?:\W+(?:me|us|please|pls|he+lp+))*\W*\Z",
    r"(?<!you to )he+lp+ (?:me|us)\b(?=(?: please| now| quick\w*| fast| asap| urgent\w*| someone)*\s*(?:[!.,]|$))",
    r"he+lp+ (?:me|us)\b(?=,? (?:i'?m|i am|we'?re|we are|my|someone|there'?s|there is) )",
    r"(?<!your )(?<!the )(?<!for )(?<!of )(?<!some )he+lp+ ?!",
    r"need (?:urgent |immediate )?help (?:now|urgently|immediately|asap|fast|quickly)",
    r"(?:i|we) (?:really )?need help(?=\s*(?:[!.,]|$))",
    r"urgent help|help urgent",
    r"(?:save|rescue) (?:me|us|him|her|them|my)\b(?! (?:money|time|some|a|the|from paying))",
    r"(?:need|want|request\w*|send|call) (?:\w+ ){0,3}(?:rescue|rescuers|rescued|an ambulance|ambulance)\b",
    r"call (?:the )?police\b",
    r"(?:call|dial|phone) (?:110|119|120|911|999|112)\b",
    r"send (?:\w+ ){0,2}help\b(?! (?:doc|page|link|file|center|desk|me|us))",
    r"some(?:one|body) (?:please )?help\b(?! (?:me|us) (?:with|book|find|buy|get|choose))",
    r"need (?:a |an )?(?:doctor|medic|paramedic|helicopter|medical (?:help|attention))\b(?=\s*(?:[!.,]|$|now"
    r"|here|urgent|asap"
    r"|immediately|quick))",
    r"emergenc(?:y|ies)\b",
    r"(?:kill myself|suicid\w*|want to die|don'?t want to live)\b",
)
EN_DANGER = (
    r"trapped\b(?! into)",
    rf"stranded (?:on|in|at) {_A}(?:\w+ )?(?:mountain|island|cliff|cave|boat|sea|river|forest|snow|desert|trail"
    r"|cable car|peak)",
    r"ferris wheel for|stuck (?:on|in|up) (?:the |a )?(?:ferris wheel|roller ?coaster|ride|zip ?line|ledge"
    r"|chair ?lift|rock|roof)",
    rf"stuck (?:on|in|at|up) {_A}(?:\w+ )?(?:mountain|island|cliff|cave|lift|elevator|cable car|gondola|river|flood"
    r"|snow|tree|peak|roof)",
    r"drown(?:ing|ed)\b(?! (?:valley|village|town|city))"
    r"(?! in (?:work|paper\w*|e?mails?|debt|souvenirs?|luggage|homework|choices|options|crowds?|tourists|sauce))",
    r"(?:rock|stone|boulder|tree|wall|roof|ceiling|building|bridge|balcony|stage|tunnel|cave)s? (?:has |have |just )*"
    r"(?:fell|fallen|collapsed|came down|caved in) (?:down )?on",
    r"(?:cars?|bus(?:es)?|van) (?:is |are )(?:buried|crushed|under (?:them|it|the (?:rocks?|snow|tree|rubble)))",
    r"(?<!many )(?:people|someone|somebody|kids?|child|children|passengers?|m[ae]n|wom[ae]n)(?: is| are"
    r"| still)* inside\W*\Z",
    r"\bhang(?:ing)? in (?:the |mid-? ?)?air|(?:cable ?car|gondola|chair ?lift|ferris wheel|roller ?coaster"
    r"|zip ?line)s? "
    rf"{_WRECK}(?:stopped|stuck|jammed|broke\w*)[^?]{{0,40}}\b(?:with us|we (?:are|hang)|inside|in the air|mid-?air)",
    rf"(?:fell|fallen|falling|slipped) (?:\w+ )?(?:into|in|off|down|from) (?:some |{_A})(?:\w+ )?(?:water|river|lake"
    r"|sea|ocean|ravine|cliff|mountain|stairs|horse|boat|bridge|pool|hole|well|rocks?)\b",
    r"(?:man|woman|child|person|people|someone|kid|boy|girl) overboard",
    r"(?:can'?t|cannot|can not) breathe?\b|not breathing|trouble breathing|difficulty breathing",
    r"heart attack|cardiac arrest|having a stroke|seizure|choking|anaphyla\w*",
    r"unconscious|passed out|collapsed|faint(?:ed|ing)\b|(?:will|going to|gonna|about to) (?:faint|pass out|black out)"
    r"|not responding|unresponsive|no pulse|lost consciousness|(?:heart|breathing) (?:has )?stopped|stopped breathing",
    r"(?:badly|severely|heavily|won'?t stop|lot of) bleed\w*|bleeding (?:badly|heavily|a lot|out)"
    r"|losing (?:a lot of )?blood|(?:is|are|am|'m|'s|'re) (?:\w+ )?bleeding",
    r"blood\b[^.!?]{0,12}(?:everywhere|won'?t|doesn'?t|keeps|all over|pouring|gushing)|(?:lots? of|so much"
    r"|too much) blood"
    r"|(?:vomit|cough|throw|spit)\w* (?:up )?blood|(?:cut|slit|slashed) (?:my|his|her|their) (?:\w+ )?(?:wrists?"
    r"|throat)",
    r"(?:badly|seriously|severely) (?:hurt|injured)|(?:is|are|am|got|been) injured"
    r"|broke (?:my|his|her|a) (?:leg|arm|back|neck|hip|ankle)|broken (?:leg|arm|back|neck|hip)",
    rf"(?:broken?|fractured|snapped|dislocated|crushed) (?:my|his|her|their|our) {_LIMB}\b{_LATELY}"
    rf"|\b{_LIMB}[^.!?,]{{0,24}}(?:can'?t|cannot) (?:move|walk|stand|get up)\b(?! (?:the|my|our|it))|(?:can'?t"
    rf"|cannot) feel (?:my|his|her) {_LIMB}\b"
    r"|(?:can'?t|cannot) (?:move|get up|stand up)\b\W*(?:\Z|and|help|please|please)",
    r"lips (?:\w+ ){0,2}(?:blue|purple)|blue lips|turn(?:ed|ing) (?:blue|purple)\b",
    r"(?:can'?t|cannot|couldn'?t|does(?:n'?t| not)|do not|don'?t|won'?t|not|isn'?t) (?:wake|waking)\b(?! (?:me|us))",
    r"altitude[^.!?]{0,40}(?:blue|can'?t|cannot|breath|faint|vomit|confus|worse|dying)|(?:no|out of|need) oxygen\b",
    r"(?:dog|monkey|snake|spider|scorpion|bear|boar|bat|jellyfish|wasps?|bees?)s? (?:just |has |have )?(?:bit|bitten"
    r"|stung|attacked|mauled)\b|(?:bear|boar|dog|elephant|yak|bull|wolf|wolves|tiger)s? (?:is |are )?(?:attack|chas"
    r"|charg)ing",
    r"asthma attack|convulsi\w+|epileptic fit|insulin\b[^.!?]{0,40}(?:lost|gone|stolen|faint|shak|dizzy)"
    r"|(?:lost|no|out of|without) (?:\w+ )?insulin|low blood sugar|hypoglyc\w+|diabetic (?:coma|shock)"
    r"|pregnan\w+[^.!?]{0,30}(?:bleed|fell|faint|contractions)|ate (?:\w+ ){0,2}mushrooms?[^.!?]{0,40}(?:vomit|sick"
    r"|dizzy)",
    r"(?:put|slipped) something in (?:my|our|his|her) (?:drink|food|tea|water|glass|beer)|drink (?:was |got "
    r"|is )?spiked"
    r"|spiked my drink|(?:been|was|got|am) drugged",
    r"(?:dementia|alzheimer\w*)[^.!?]{0,50}(?:find|missing|lost|walked|wandered|gone|disappeared)"
    r"|(?:can'?t|cannot|couldn'?t) (?:find|locate) (?:him|her)\b(?! (?:on|in) (?:the|your) (?:app|site|website|list"
    r"|map))",
    r"stranger[^.!?]{0,14}took|abduct\w+",
    r"(?:threw|thrown|bucked) (?:me|him|her|us|off|from)\b(?! (?:the|a|our) (?:tour|group|bus|hotel|restaurant|party))",
    r"(?:he|she|someone|somebody|man|woman|girl|boy)(?: is|'s)? (?:wants?|threat\w+|going|about|trying) to jump\b",
    r"(?:paraglider|hang ?glider|balloon|helicopter|plane|parachute|jet ?ski|scooter|motorbike|motorcycle|snowmobile"
    rf"|quad ?bike|taxi|minibus|jeep|truck|train) {_WRECK}(?:crash\w*|went down|caught fire|fell|flipped|overturned)",
    r"lost contact with (?:my|our|him|her|them|a|the|two|three)\b(?! (?:guide|agency|agent|driver|hotel|company"
    r"|office))"
    r"|(?:not|n'?t) heard from (?:him|her|them|my|our)\b[^.!?]{0,60}(?:since|hik|climb|mountain|trek|yesterday)",
    r"(?:earthquake|tsunami|landslide|avalanche|mudslide|flood|rockfall|stampede)s? (?:just|right) now"
    r"|(?:flood\w*|water|tide) (?:\w+ ){0,3}(?:rising|came|coming|comes)[^.!?]{0,40}(?:rocks?|can'?t|cannot|stuck|roof"
    r"|house|cut off|trapped|neck|chest|waist)|(?:surrounded|cut off) by (?:the )?(?:water|flood|tide|sea|fire|snow)",
    r"(?:no|out of) (?:\w+ )?(?:water|food|fuel|petrol)\b[^.!?]{0,60}\b(?:desert|mountain|where we are|nowhere|gobi"
    r"|snow)"
    r"|(?:desert|mountain|gobi|snow)\b[^.!?]{0,60}\b(?:no|out of) (?:water|food|fuel|petrol)\b(?! (?:for|on) sale)",
    r"gas smell|smell(?:s|ing)? (?:of |like )?(?:strong )?gas\b|(?:thick|black|heavy) smoke|in flames|caught fire"
    r"|smoke (?:is )?(?:coming|pouring|filling|rising)|shots fired|(?:someone|man) (?:is )?shooting\b|a bomb\b"
    r"|electrocuted|trampled|crowd crush|(?:set|drifting) adrift|drifting (?:out|away) (?:to|from)",
    r"(?:crashed|drove) into (?:a |the |us|me)",
    r"end (?:my|his|her) life|(?:harm|hurt)(?:ing)? (?:my|him|her)self|sexual(?:ly)? assault\w*|tried to rape|molest\w*"
    r"|groped|threat\w* (?:to (?:kill|hurt|beat|stab|shoot)|(?:me|us|him|her) with (?:a )?(?:knife|gun|violence))"
    r"|chasing (?:me|us)\b|attack(?:ed|ing|s) (?:me|us|him|her|people|tourists)\b|concussion|miscarriage",
    r"snake ?bit\w*|bitten by a (?:snake|dog|viper)|food poisoning",
    r"(?:missing|lost) (?:child|kid|boy|girl|toddler|person)|(?:child|kid|son|daughter|baby|toddler|mother|father"
    r"|wife|husband|friend|boy|girl)(?: is| has gone| went| are|'s) ?(?:missing|lost|disappeared)",
    r"(?:lost|can'?t find|cannot find) (?:my|our) (?:child|children|kid|kids|son|daughter|baby|mother|father|wife"
    r"|husband|mum|mom|dad)(?=\s*(?:[!.,?]|$|in|at|on|near|please))",
    rf"{_KIN}(?: is| has gone| went| got|'s)(?: still)? (?:missing|lost)\b|{_KIN} (?:has |just )?(?:disappeared"
    r"|vanished)",
    rf"(?:hurt|injured) (?:my|his|her|our|their) {_LIMB}\b{_LATELY}",
    rf"my {_LIMB} (?:is|are|got|was) (?:\w+ )?hurt\b{_LATELY}",
    rf"(?<!if )(?:(?:i am|we are|he is|she is|{_KIN} is|i'm|we're|he's|she's) (?:badly |seriously |also )?hurt\b"
    r"(?! by| that))",
    rf"{_STRAY}[^?]{{0,40}}\b{_LAME}|{_LAME}[^?]{{0,40}}\b(?:am|are|got|i'm|we're) {_STRAY}",
    rf"{_STRAY}[^?]{{0,40}}\b(?:(?:is|it's|getting) (?:already )?dark|battery|no (?:phone |mobile )?signal|freezing)\b",
    rf"(?:we|i|we'?re|i'?m|are|am|got|get) lost (?:in|on|up) {_A}(?:\w+ )?(?:mountains?|forest|woods|desert|cave"
    r"|trail|jungle|hills?|snow|wild\w*|dark|fog)",
    r"kidnap\w*|being (?:followed|attacked|robbed|beaten)|hostage|gunshots?|(?:has|with) a (?:gun|knife)"
    r"|(?:was|were|been|got) (?:attacked|robbed|raped|stabbed|shot|assaulted|mugged)",
    r"there(?:'?s| is) (?:a )?(?:big )?(?:fire|gas leak)|wild ?fire"
    r"|(?:hotel|building|house|car|bus|boat|room|forest) (?:is |'s )?(?:on fire|burning)",
    rf"(?:caught in|hit by|buried (?:by|in|under)) {_A}(?:landslide|avalanche|mudslide|flood|flash flood|earthquake"
    r"|tsunami|rip current)",
    r"(?:boat|ship|ferry|raft|kayak) (?:is |has |'s )?(?:sinking|sunk|capsized?|overturned|flipped)",
    r"(?:bus|car|van|coach) (?:has |just |is |was )*(?:crashed|overturned|flipped|rolled over|turned over|tipped over"
    r"|went off the|fell)"
    r"|(?:car|bus) crash|(?:bad|terrible|serious) accident",
    r"chest pains?|pain in (?:my|his|her) chest|stabbed\b|(?:is|are|'s|keeps?|been) following (?:me|us)\b",
    r"(?:won'?t|wouldn'?t|don'?t|not) let(?:ting)? (?:me|us) (?:leave|go\b|out)|against (?:my|our) will"
    r"|locked (?:me|us) (?:in|up)",
    r"beat(?:ing)? (?:me|us|him|her|them)\b|beaten up",
    r"(?:people|someone|somebody|child|kids?|man|woman|he|she|they)(?: is| are|'s|'re)?"
    r" (?:still )?in the water\b(?! park| slide| fun)",
    r"(?:swept|washed) (?:away|out to sea|off)",
    r"(?:there (?:was|is|has been)|there's(?: been)?|an?) (?:big )?(?:avalanche|landslide|mudslide|rock ?slide"
    r"|explosion|stampede"
    r"|shooting|accident)\b(?! (?:insurance|risk|warning|report))|\Aavalanche\W*\Z",
    r"(?:landslide|mudslide|flood|avalanche)\b[^.?!]{0,20}(?:blocked|buried|cut off)",
    r"(?:car|bus|traffic|road|bike|motorbike|boat|train|scooter) accident\b(?! (?:insurance|statistics|report))",
    r"\Afire\W*\Z|fire (?:in|at) (?:the|our|my|a) (?:\w+ )?(?:hotel|hostel|room|building|house|kitchen|forest"
    r"|car|bus|boat|train"
    r"|tent)\b|smoke everywhere|full of smoke",
    r"(?:we|i) (?:can'?t|cannot) get (?:out|down)\b(?! of (?:the|this|my) (?:app|page|menu|contract|tour|booking))",
    r"carbon monoxide|gas leak|allergic reaction|throat (?:is )?(?:closing|swelling)|overdos\w*|heat ?stroke"
    r"|hypothermia|frostbite",
    r"bitten\b[^.?!]{0,24}(?:bleed|swell|blood)|(?:in|into) labou?r\b|baby is coming\b(?! with| too| along)"
    r"|water(?:s)? (?:just )?broke",
    r"(?:is|am|are|'m|'re) dying\b(?! to| for)|life[- ]threatening|(?:am|are|is|'m|'re|'s) in danger\b",
)
EN_HARMLESS = (
    r"(?:does|do|will|would|is|are|am|can|how|what|which|who|deadline|if|whether)\b(?:(?!\bnow\b|\bhelp\b|\bplease\b)"
    r"[^.!?,;]){0,80}\b(?:insur\w+|cover(?:ed|s|age)?\b|policy|claims?\b)[^.!?,;]{0,60}",
    r"let(?:ting)? (?:me|us) (?:leave|go|out)[^.!?]{0,16}\b(?:till|until|unless|without|before|if)[^.!?]{0,16}"
    r"\b(?:buy|bought|pay|paid|purchas\w+|tip|shop\w*)",
    r"dying\b[^.!?]{0,14}\b(?:queue|line|long|hot|laugh\w*|hunger|thirst|boredom|cute|lol|haha)",
    r"emergenc(?:y|ies) (?:exits?|contacts?|numbers?|phone|calls?|kits?|doors?|lanes?|stairs?|stairway|staircase|button"
    r"|passports?|visas?|loan|fund|services? number|plan|procedures?|hotline|telephone|travel document|brake|lights?)",
    r"(?:in case of|in the event of|in an|for|during|not an?|no|isn'?t an?|what if there(?:'s| is) an?) "
    r"(?:\w+ )?emergenc(?:y|ies)",
    r"non-?emergency",
    r"(?:song|movie|film|album|novel|musical|book)s? (?:called |named )?[\"\u201c'](?:[^\"\u201d']{1,30})[\"\u201d']",
    r"(?:should|can|could|do|how do|when do|why) (?:i|we) (?:call|dial)"
    r"|(?:how|number|when) to (?:call|dial)",
    r"(?:can|could|would|will) (?:you|someone|anyone|anybody|u) (?:please )?help (?:me|us)\s*(?:please\s*)?(?:[?.]|$)",
    r"(?:phone|camera|bag|wallet|hat|glasses|keys?|passport|drone|umbrella) (?:\w+ )?(?:fell|slipped) [a-z ]{0,20}",
    r"museum of [a-z ]{0,20}",
    r"(?:don'?t|do not|doesn'?t|no longer|didn'?t) (?:need|want|require)(?: (?:any|a|the|to be|to call))?(?: \w+)? "
    r"(?:help|rescue|rescued|ambulance|police)",
)
EN_UNREAL = (
    r"(?:what if|what happens if|what (?:should|do) (?:i|we) do if|what to do if|in case(?: of)?|in the event of"
    r"|avoid\w*|prevent\w*|risk of"
    r"|if (?:someone|somebody|anyone|i|we|you|my child|a child)|danger of|chance of|no one|nobody|not|isn'?t|wasn'?t"
    r"|aren'?t|weren'?t|never|movie|film|novel|story|drill)(?: (?:i|we|you|someone|anyone|my|our|child|kid|is|are|was"
    r"|were|be|been|gets?|getting|being|ever|a|an|the|really|about))* "
)
"Before a danger: it has not happened."
