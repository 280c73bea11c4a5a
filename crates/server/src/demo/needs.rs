//! Primary needs, as the yearly return names them, and what people say about each.

/// A primary need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Autism,
    Speech,
    Emotional,
    ModerateLearning,
    SevereLearning,
    Physical,
    SpecificLearning,
    Hearing,
    ProfoundLearning,
    Other,
    Vision,
    MultiSensory,
}

/// What people say about a need. `{name}`, `{he}`, `{him}`, `{his}` and their capitals stand for the child.
pub(super) struct Words {
    /// The need in plain English.
    pub need: &'static str,
    /// What is hard, as a school or a parent sees it.
    pub hard: &'static [&'static str],
    /// What an adviser found.
    pub found: &'static [&'static str],
    /// An outcome, in section E's words.
    pub outcome: &'static [&'static str],
    /// Provision that is specific and counted, in section F's words.
    pub provision: &'static [&'static str],
    /// Health needs and provision (sections C and G), where there are any.
    pub health: Option<(&'static str, &'static str)>,
}

impl Need {
    /// Whether a speech and language therapist is asked as a rule.
    pub fn asks_therapist(self) -> bool {
        matches!(
            self,
            Self::Autism | Self::Speech | Self::SevereLearning | Self::ProfoundLearning | Self::Hearing
        )
    }

    /// Whether a teacher of pupils with hearing or visual impairment must be asked (SEND Regulations 2014, reg 6(2)).
    pub fn is_sensory(self) -> bool {
        matches!(self, Self::Hearing | Self::Vision | Self::MultiSensory)
    }

    /// What people say about it.
    pub fn words(self) -> &'static Words {
        match self {
            Self::Autism => &AUTISM,
            Self::Speech => &SPEECH,
            Self::Emotional => &EMOTIONAL,
            Self::ModerateLearning => &MODERATE,
            Self::SevereLearning => &SEVERE,
            Self::Physical => &PHYSICAL,
            Self::SpecificLearning => &SPECIFIC,
            Self::Hearing => &HEARING,
            Self::ProfoundLearning => &PROFOUND,
            Self::Other => &OTHER,
            Self::Vision => &VISION,
            Self::MultiSensory => &MULTI,
        }
    }
}

const AUTISM: Words = Words {
    need: "autism",
    hard: &[
        "{name} finds busy rooms and changes to the day very hard. {He} leaves the room several times a week when it gets too loud.",
        "{name} wants to have friends but often does not know how to join in, and comes home worn out from trying to fit in.",
        "Changes that nobody told {name} about can spoil the whole day. {He} needs to know what comes next.",
    ],
    found: &[
        "{name} is autistic. {He} understands much more when things are shown than when they are said, and {he} needs quiet breaks.",
        "{name} takes in detail very well and has difficulty shifting attention. Noise and unexpected touch distress {him}.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will use {his} visual timetable to move between activities without an adult's help on four days out of five.",
        "By the end of next school year, {name} will take part in a small group for twenty minutes, three times a week.",
    ],
    provision: &[
        "A visual timetable, gone through with a known adult for ten minutes at the start of every day and after lunch.",
        "A quiet place that {he} can use whenever {he} shows {his} card, with a known adult nearby.",
        "Forty minutes each week in a social communication group of no more than four children, led by a trained teaching assistant and planned each term with a speech and language therapist.",
    ],
    health: Some((
        "{name} has difficulty falling asleep and is under the community paediatric clinic.",
        "A review in the community paediatric clinic every six months.",
    )),
};

const SPEECH: Words = Words {
    need: "speech, language and communication",
    hard: &[
        "{name} finds it hard to follow what is said in class and has few words of {his} own for what {he} wants to say.",
        "Many people cannot understand {name} when {he} talks, and {he} has begun to give up trying.",
        "{name} copies what others do because {he} misses most of the instructions.",
    ],
    found: &[
        "{name} has a developmental language disorder. {He} understands sentences with two key words and uses three-word sentences.",
        "{name}'s speech sounds are those of a much younger child. {He} is understood by family members about half of the time.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will follow instructions with three key words in the classroom without gestures.",
        "By the end of next school year, {name} will tell an adult about something that happened, in four linked sentences.",
    ],
    provision: &[
        "Direct speech and language therapy, thirty minutes each week in term time, by a qualified therapist.",
        "Daily practice of fifteen minutes with a trained teaching assistant, following the therapist's programme.",
        "New words taught before each topic, in a group of two, for ten minutes on four days each week.",
    ],
    health: None,
};

const EMOTIONAL: Words = Words {
    need: "social, emotional and mental health",
    hard: &[
        "{name} worries so much that {he} has missed about one day in three since the start of term.",
        "When {name} feels cornered {he} shouts or runs out, and afterwards {he} is very sorry about it.",
        "{name} finds it hard to trust adults and tests every new one for weeks.",
    ],
    found: &[
        "{name} is often on the alert for danger. {He} learns well one to one with an adult {he} trusts and very little in a large group.",
        "Anxiety keeps {name} from showing what {he} knows. {He} has good language and can describe what helps {him}.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will tell a trusted adult when {he} begins to feel anxious and use one agreed way to calm down, on four out of five occasions.",
        "By the end of next school year, {name} will attend every lesson on {his} timetable for half a term.",
    ],
    provision: &[
        "A key adult who meets {him} at the door every morning and checks in for ten minutes after lunch.",
        "Fifty minutes each week of individual work on understanding feelings, by a trained emotional literacy assistant who is supervised each half term by an educational psychologist.",
        "A written plan for hard moments, made with {him} and known by every adult who teaches {him}, and gone over every half term.",
    ],
    health: Some((
        "{name} is known to the child and adolescent mental health service because of anxiety.",
        "Six sessions of cognitive behavioural therapy, then a review.",
    )),
};

const MODERATE: Words = Words {
    need: "moderate learning difficulties",
    hard: &[
        "{name} works very hard and still is about three years behind the others in reading and number.",
        "{name} learns something one day and cannot find it again the next. {He} notices the gap and feels it.",
    ],
    found: &[
        "{name}'s learning is at the level of a much younger child in all areas. {He} learns best in small steps, with real things to handle and much practice.",
        "{name} keeps two pieces of information in mind at a time. {He} is patient and asks when {he} does not understand.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will read a simple text of one hundred words and answer three questions about it.",
        "By the end of the key stage, {name} will pay for a small purchase and check the change.",
    ],
    provision: &[
        "Reading and number taught in a group of no more than six, by a teacher, for thirty minutes each on every school day.",
        "Each new step practised again after one day, one week and one month, by a trained teaching assistant.",
    ],
    health: None,
};

const SEVERE: Words = Words {
    need: "severe learning difficulties",
    hard: &[
        "{name} needs an adult with {him} for eating, dressing and keeping safe, and communicates with signs and pictures.",
        "{name} is happy with people {he} knows and needs a great deal of help to learn new everyday skills.",
    ],
    found: &[
        "{name} communicates with about thirty signs. {He} learns through repeated daily routines.",
        "{name} has severe learning difficulties and needs a curriculum made for {him} throughout the day.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will ask for what {he} wants with two signs or pictures together.",
    ],
    provision: &[
        "A class of no more than ten pupils with at least one adult for every three, all trained in signing.",
        "A communication programme written by a speech and language therapist, used all day and reviewed each half term.",
    ],
    health: Some((
        "{name} has epilepsy, which is controlled with medicine.",
        "A care plan for seizures, and training for all staff by the community nurse once a year.",
    )),
};

const PHYSICAL: Words = Words {
    need: "physical disability",
    hard: &[
        "{name} uses a wheelchair and tires quickly when writing. {He} misses parts of lessons for personal care.",
        "{name} falls often and cannot keep up in PE or on the stairs between lessons.",
    ],
    found: &[
        "{name} has cerebral palsy. Writing takes {him} four times as long as others, and typing is quicker.",
        "{name}'s muscles tire during the day. {He} needs rest and the right seating to learn in the afternoon.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will record {his} own work with a keyboard in every lesson.",
    ],
    provision: &[
        "A trained adult for personal care and moving about, throughout the school day.",
        "A physiotherapy programme of twenty minutes on every school day, carried out by a trained adult.",
    ],
    health: Some((
        "{name} is at risk of tightening muscles and is under the physiotherapy service.",
        "Physiotherapy review every half term, and a seating review once a year.",
    )),
};

const SPECIFIC: Words = Words {
    need: "specific learning difficulties",
    hard: &[
        "{name} can talk about what {he} has learnt in detail and cannot get it on paper. Reading aloud frightens {him}.",
    ],
    found: &[
        "{name} has dyslexia. {His} reading is slow and takes so much effort that little is left for the meaning.",
    ],
    outcome: &["By the end of the key stage, {name} will read a text of {his} age at eighty words a minute."],
    provision: &[
        "A structured reading programme, one to one, by a teacher qualified in specific learning difficulties, three times a week for forty minutes.",
        "A laptop with text to speech in every lesson.",
    ],
    health: None,
};

const HEARING: Words = Words {
    need: "hearing impairment",
    hard: &["{name} wears two hearing aids and misses much of what is said in a noisy classroom."],
    found: &[
        "{name} has a moderate hearing loss in both ears. In noise {he} understands about half of the words.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will say when {he} has not heard and check that {his} equipment works.",
    ],
    provision: &[
        "A radio aid used by every adult who teaches {him}, checked every morning.",
        "One visit each fortnight by a qualified teacher of deaf children, for one hour.",
    ],
    health: Some((
        "{name} has a lasting hearing loss in both ears.",
        "Audiology review every six months.",
    )),
};

const PROFOUND: Words = Words {
    need: "profound and multiple learning difficulties",
    hard: &[
        "{name} needs help with everything {he} does and tells us with {his} eyes and face what {he} likes.",
    ],
    found: &[
        "{name} responds to voices and music {he} knows. {He} needs two trained adults for moving and care.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will show a choice between two things by looking at one of them.",
    ],
    provision: &[
        "Two trained adults for care and moving, and one adult with {him} at all times.",
        "A sensory programme of thirty minutes twice a day.",
    ],
    health: Some((
        "{name} is fed through a tube and has a high risk of chest infections.",
        "A nurse on site, and a care plan reviewed every three months.",
    )),
};

const OTHER: Words = Words {
    need: "learning and health needs together",
    hard: &[
        "{name} has been in hospital several times, has missed much school and finds it hard to catch up and to keep friends.",
    ],
    found: &[
        "{name} learns well when rested. {His} energy changes from day to day, and the timetable must follow it.",
    ],
    outcome: &[
        "By the end of next school year, {name} will follow {his} own timetable for four days out of five.",
    ],
    provision: &[
        "Three hours each week of individual teaching to catch up, by a qualified teacher.",
        "A place to rest, and work sent home within one day when {he} is away.",
    ],
    health: Some((
        "{name} has a long-term condition that needs medicine in school.",
        "A care plan, reviewed every six months by the community nurse.",
    )),
};

const VISION: Words = Words {
    need: "visual impairment",
    hard: &["{name} cannot read ordinary print or the board, and stairs and crowds are unsafe for {him}."],
    found: &["{name} reads print of 24 points at a short distance and tires after ten minutes."],
    outcome: &["By the end of the key stage, {name} will find {his} way between all classrooms alone."],
    provision: &[
        "All texts in print of 24 points or on a tablet, prepared before each lesson.",
        "Mobility training, forty-five minutes each week, by a qualified habilitation specialist.",
    ],
    health: None,
};

const MULTI: Words = Words {
    need: "multi-sensory impairment",
    hard: &[
        "{name} sees and hears little, and learns about the world with {his} hands and with people {he} knows well.",
    ],
    found: &[
        "{name} uses touch cues and about twelve signs on the hand. {He} needs the same adults every day.",
    ],
    outcome: &[
        "By the end of the key stage, {name} will use an object of reference to ask for three activities.",
    ],
    provision: &[
        "An intervenor trained in deafblindness, one to one throughout the school day.",
        "Two hours each week by a teacher qualified in multi-sensory impairment.",
    ],
    health: None,
};
